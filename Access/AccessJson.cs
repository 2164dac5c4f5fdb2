using System.Text.Json.Serialization;

namespace Repeater.Access;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KeptKey))]
[JsonSerializable(typeof(IReadOnlyList<AccessToken>))]
sealed partial class AccessJson : JsonSerializerContext;
