namespace MySpinBot.Cli.Graphs;

/// <summary>What <c>--set node.input=value</c> or <c>--input name=value</c> says. The name ends at the first equals sign; a node's id may hold dots, an input's name has none.</summary>
internal sealed record Assignment(string? NodeId, string Name, string Value)
{
    public const string SettingForm = "--set takes NODE.INPUT=VALUE, as in --set speak.voice=en-us.";
    public const string InputForm = "--input takes NAME=VALUE, as in --input topic=whales.";

    public static Assignment? OfSetting(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var dot = equals < 0 ? -1 : text.LastIndexOf('.', equals);
        return dot <= 0 || dot == equals - 1 ? null : new Assignment(text[..dot], text[(dot + 1)..equals], text[(equals + 1)..]);
    }

    public static Assignment? OfInput(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals <= 0 ? null : new Assignment(null, text[..equals], text[(equals + 1)..]);
    }
}
