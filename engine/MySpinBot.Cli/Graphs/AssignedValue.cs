using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Sdk;

namespace MySpinBot.Cli.Graphs;

/// <summary>Reads a value of the command line as the input wants it: a text is taken as it stands, anything else is JSON.</summary>
internal static class AssignedValue
{
    /// <param name="text">What was written.</param>
    /// <param name="input">The input it is for; null where it is not declared.</param>
    public static InputValue For(string text, InputDescriptor? input) => input switch
    {
        { IsSecret: true } => new SecretValue(text),
        { Type: var type } => new ConstantValue(Read(text, type)),
        _ => new ConstantValue(Read(text, null)),
    };

    /// <param name="text">What was written.</param>
    /// <param name="type">The socket type; null for any.</param>
    public static JsonElement Read(string text, string? type)
        => type is SocketTypes.Text or SocketTypes.Choice or SocketTypes.File ? AsText(text) : AsJson(text) ?? AsText(text);

    private static JsonElement AsText(string text) => JsonSerializer.SerializeToElement(text);

    private static JsonElement? AsJson(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
