using System.Text.Json.Serialization;

namespace Repeater.Endpoints;

/// <summary>Every type that leaves through HTTP as JSON, alphabetical. Sent by <see cref="ApiResults.Json"/> alone.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FloatConverter)])]
[JsonSerializable(typeof(About))]
[JsonSerializable(typeof(Health))]
sealed partial class ApiJson : JsonSerializerContext;
