using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Chat;
using Repeater.Chat.Variables;

namespace Repeater.Endpoints;

/// <summary>What a text with variables becomes for a user.</summary>
sealed class VariableEndpoints(TurnPreparation preparation)
{
    /// <summary>What <c>{model_type}</c> is where no model is asked.</summary>
    const string NoModel = "nomodel";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Post, "/userdata/variable/expand/{user_id}", Expand);
        routes.Map(Routes.Post, "/variable_expand/{user_id}", Expand);
    }

    async Task<IResult> Expand(HttpContext context)
    {
        if (!Routes.TryUser(context, out var user, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body);
        var userName = UserInfo.NameOf(fields) ?? fields.RequiredText("username");
        var text = fields.RequiredText("text");
        if (fields.Refusal is not null)
        {
            return fields.Refusal;
        }

        var variables = await preparation.VariablesAsync(user, userName, NoModel);
        return ApiResults.Text(VariableTemplate.Expand(text, variables, ExpandMode.Prompt));
    }
}
