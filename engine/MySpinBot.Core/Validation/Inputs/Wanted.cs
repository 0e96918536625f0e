using MySpinBot.Sdk;

namespace MySpinBot.Core.Validation.Inputs;

/// <summary>What an input wants, in words.</summary>
internal static class Wanted
{
    public static string By(InputDescriptor input) => input switch
    {
        { IsSecret: true } => "a secret by name",
        { IsRawLink: true } => "a link",
        { Type: SocketTypes.Int } => "a whole number",
        { Type: SocketTypes.Float } => "a finite number",
        { Type: SocketTypes.Text } => "a text",
        { Type: SocketTypes.Boolean } => "true or false",
        { Type: SocketTypes.Choice } => "one of its choices",
        { Type: SocketTypes.File } => "the path of a file",
        { Type: SocketTypes.Json } => "JSON",
        { Type: SocketTypes.Any } => "a value",
        _ when ConstantReading.HasConstants(input.Type) => $"one of {input.Type}",
        _ => $"a link to an output of type {input.Type}",
    };
}
