using System.Text.Json.Serialization;
using Repeater.Chat;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>Every type that leaves through HTTP as JSON, alphabetical. Sent by <see cref="ApiResults.Json"/> alone.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FloatConverter), typeof(UserValuesConverter)])]
[JsonSerializable(typeof(About))]
[JsonSerializable(typeof(BranchList))]
[JsonSerializable(typeof(ChatAnswer))]
[JsonSerializable(typeof(ContextLength))]
[JsonSerializable(typeof(Detail))]
[JsonSerializable(typeof(FileLink))]
[JsonSerializable(typeof(ForkAnswer))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(IEnumerable<LiveTurnView>))]
[JsonSerializable(typeof(IEnumerable<MessageView>))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(InsertAnswer))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<TurnView>))]
[JsonSerializable(typeof(MessageList))]
[JsonSerializable(typeof(OperationList))]
[JsonSerializable(typeof(PurgeAnswer))]
[JsonSerializable(typeof(ReadinessReport))]
[JsonSerializable(typeof(RegeneratedKey))]
[JsonSerializable(typeof(RenderAnswer))]
[JsonSerializable(typeof(SearchAnswer))]
[JsonSerializable(typeof(SentContext))]
[JsonSerializable(typeof(SteerAnswer))]
[JsonSerializable(typeof(TrashEmptied))]
[JsonSerializable(typeof(TrashList))]
[JsonSerializable(typeof(UsageAnswer))]
[JsonSerializable(typeof(UsersPage))]
[JsonSerializable(typeof(UserValues))]
[JsonSerializable(typeof(WithdrawnPairs))]
sealed partial class ApiJson : JsonSerializerContext;
