using System.Globalization;
using System.Text;

namespace MySpinBot.Cli.Configuring;

/// <summary>What is said of settings: in the help of flags, and in the documentation.</summary>
internal static class SettingWords
{
    /// <summary>The help of a setting's flag.</summary>
    public static string HelpOf(Setting setting)
    {
        var otherwise = (setting.Default ?? setting.Otherwise?.Replace("`", "", StringComparison.Ordinal)) is { } usual && !setting.IsSwitch ? $"; {usual}" : "";
        return $"{setting.Help} ({setting.ShortVariable ?? setting.Variable}{otherwise})";
    }

    /// <summary>The table of all settings, in Markdown.</summary>
    public static string Table()
    {
        var text = new StringBuilder();
        foreach (var section in Settings.All.GroupBy(setting => setting.Key[..setting.Key.IndexOf('.', StringComparison.Ordinal)]))
        {
            text.Append(CultureInfo.InvariantCulture, $"### {section.Key}\n\n| setting | what it is | takes | otherwise | flag | variable |\n|---|---|---|---|---|---|\n");
            foreach (var setting in section)
            {
                var variables = setting.ShortVariable is { } shorter ? $"`{shorter}`, `{setting.Variable}`" : $"`{setting.Variable}`";
                text.Append(CultureInfo.InvariantCulture, $"| `{setting.Key}` | {setting.Help} | {(setting.IsList ? "a list: " : "")}{setting.Takes} | {OtherwiseOf(setting)} | {FlagsOf(setting)} | {variables} |\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string OtherwiseOf(Setting setting) => setting.Default is { } usual ? $"`{usual}`" : setting.Otherwise ?? "none";

    private static string FlagsOf(Setting setting)
        => setting.IsSecret ? "none: it is secret"
            : string.Join(", ", setting.Shorthands.Select(shorthand => $"`{shorthand.Flag}{(shorthand.ValueName is { } value ? $" {value}" : "")}`").Prepend($"`{setting.Flag}`"));
}
