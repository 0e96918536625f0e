using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Validation.Inputs;

/// <summary>What an input is bound to where nothing is given: its default, or nothing.</summary>
internal static class DefaultBinding
{
    public static Binding Of(InputDescriptor input) => input.Default switch
    {
        null => Binding.Missing,
        string name when input.IsSecret => Binding.OfSecret(name),
        string path when input.Type == SocketTypes.File => Binding.OfFile(path),
        string json when !IsText(input.Type) => Binding.OfConstant(JsonElement.Parse(json)),
        long whole when input.Type == SocketTypes.Float => Binding.OfConstant((double)whole),
        int whole => Binding.OfConstant(input.Type == SocketTypes.Float ? (double)whole : (object)(long)whole),
        float number => Binding.OfConstant((double)number),
        var constant => Binding.OfConstant(constant),
    };

    private static bool IsText(string type) => type.Split(',', StringSplitOptions.TrimEntries).Any(member => member is SocketTypes.Text or SocketTypes.Choice or SocketTypes.Any);
}
