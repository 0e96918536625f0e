using MySpinBot.Cli.Configuring;

namespace MySpinBot.Cli.Tests.Configuring;

public sealed class The_settings_are_documented
{
    private const string Begin = "<!-- settings: written by a test -->\n";
    private const string End = "<!-- end of settings -->";

    [Fact]
    public void In_a_table_that_says_what_the_program_says()
    {
        var path = Path.Join(Checkout.Root, "docs", "CONFIGURATION.md");
        var text = File.ReadAllText(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var written = $"\n{SettingWords.Table()}";
        if (Environment.GetEnvironmentVariable("MYSPINBOT_UPDATE") == "1")
        {
            File.WriteAllText(path, text[..begin] + written + text[end..]);
            return;
        }

        text[begin..end].ShouldBe(written, "Run this test once with MYSPINBOT_UPDATE=1 and review the difference.");
    }

    [Fact]
    public void Each_has_a_name_a_flag_and_a_variable_of_its_own()
    {
        Settings.All.Select(setting => setting.Key).ShouldBeUnique();
        Settings.All.SelectMany(setting => setting.Shorthands.Select(shorthand => shorthand.Flag).Append(setting.Flag)).ShouldBeUnique();
        Settings.All.SelectMany(setting => new[] { setting.Variable, setting.ShortVariable }).OfType<string>().ShouldBeUnique();
        foreach (var setting in Settings.All)
        {
            setting.Help.ShouldEndWith(".", customMessage: setting.Key);
            (setting.Default is not { } usual || setting.Fits(usual)).ShouldBeTrue($"{setting.Key} has a default that it does not take.");
        }
    }

    [Fact]
    public void The_example_is_right()
    {
        var text = File.ReadAllText(Path.Join(Checkout.Root, "docs", "CONFIGURATION.md"));
        var from = text.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;
        using var configured = new Configured();

        configured.Faults(text[from..text.IndexOf("```", from, StringComparison.Ordinal)]).ShouldBeEmpty();
    }
}
