namespace MySpinBot.Cli.Graphs;

/// <summary>What <c>--set node.input=value</c> or <c>--input name=value</c> says: the path ends at the first equals sign.</summary>
internal sealed record Assignment(string Path, string Value)
{
    public const string SettingForm = "--set takes NODE.INPUT=VALUE, as in --set speak.voice=en-us.";
    public const string InputForm = "--input takes NAME=VALUE, as in --input topic=whales.";

    public static Assignment? OfSetting(string text) => OfInput(text) is { } assignment && assignment.Path.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && dot < assignment.Path.Length - 1 ? assignment : null;

    public static Assignment? OfInput(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals <= 0 ? null : new Assignment(text[..equals], text[(equals + 1)..]);
    }
}
