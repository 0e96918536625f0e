using System.CommandLine;
using System.CommandLine.Parsing;
using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Configuring;

/// <summary>The flags of settings, and the one that names the file of settings. They take any text: what is wrong with a value is said with all else that is wrong with the configuration.</summary>
internal sealed class SettingFlags
{
    private readonly IReadOnlyList<(Setting Setting, Option Option)> _options;
    private readonly IReadOnlyList<(Setting Setting, Shorthand Shorthand, Option Option)> _shorthands;

    /// <summary>Flags of some settings.</summary>
    public SettingFlags(IEnumerable<Setting> settings)
    {
        var flagged = settings.Where(setting => !setting.IsSecret).ToList();
        _options = [.. flagged.Select(setting => (setting, OptionOf(setting)))];
        _shorthands = [.. flagged.SelectMany(setting => setting.Shorthands.Select(shorthand => (setting, shorthand, OptionOf(shorthand))))];
    }

    /// <summary>Names the file of settings.</summary>
    public static Option<string?> File { get; } = new("--config") { Description = "A file of settings, in place of the usual ones (MYSPINBOT_CONFIG; ~/.config/myspinbot/config.yaml).", HelpName = "FILE" };

    /// <summary>Adds them to a command.</summary>
    public SettingFlags AddTo(Command command)
    {
        foreach (var (_, option) in _options)
        {
            command.Add(option);
        }

        foreach (var (_, _, option) in _shorthands)
        {
            command.Add(option);
        }

        command.Add(File);
        return this;
    }

    /// <summary>What is configured.</summary>
    /// <exception cref="ConfigurationRefusal">Something is wrong with it.</exception>
    public Configuration Read(ParseResult parsed, Surroundings surroundings)
    {
        var configuration = ConfigurationReading.Read(surroundings, parsed.GetResult(File) is { Implicit: false } ? parsed.GetValue(File) : null, Given(parsed));
        var faults = configuration.Faults.Concat(Clashes(parsed)).ToList();
        return faults.Count == 0 ? configuration : throw new ConfigurationRefusal(faults);
    }

    /// <summary>What flags say, and nothing else.</summary>
    /// <exception cref="ConfigurationRefusal">Something is wrong with them.</exception>
    public Configuration ReadAlone(ParseResult parsed, Surroundings surroundings)
    {
        var configuration = ConfigurationReading.OfFlags(surroundings, Given(parsed));
        return configuration.Faults.Count == 0 ? configuration : throw new ConfigurationRefusal(configuration.Faults);
    }

    private IEnumerable<(Setting Setting, Given Given)> Given(ParseResult parsed)
    {
        foreach (var (setting, option) in _options)
        {
            if (parsed.GetResult(option) is { Implicit: false } result)
            {
                yield return (setting, new Given(TextsOf(result, setting.Bare ?? "true"), option.Name));
            }
        }

        foreach (var (setting, shorthand, option) in _shorthands)
        {
            if (parsed.GetResult(option) is { Implicit: false } result && FitsShorthand(setting, shorthand, result) is null)
            {
                yield return (setting, new Given([shorthand.ValueName is null ? shorthand.Before : shorthand.Before + result.Tokens[^1].Value], option.Name));
            }
        }
    }

    private IEnumerable<string> Clashes(ParseResult parsed)
    {
        foreach (var setting in _shorthands.Select(each => each.Setting).Distinct())
        {
            var given = _shorthands.Where(each => each.Setting == setting).Select(each => each.Option).Append(_options.First(each => each.Setting == setting).Option)
                .Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
            if (given.Count > 1)
            {
                yield return $"{string.Join(" and ", given)} say the same thing in different ways; give one of them.";
            }
        }

        foreach (var (setting, shorthand, option) in _shorthands)
        {
            if (parsed.GetResult(option) is { Implicit: false } result && FitsShorthand(setting, shorthand, result) is { } refusal)
            {
                yield return refusal;
            }
        }
    }

    private static string? FitsShorthand(Setting setting, Shorthand shorthand, OptionResult result)
        => shorthand.ValueName is null || (result.Tokens is [.., { Value: { } text }] && setting.Fits(shorthand.Before + text)) ? null
            : $"{shorthand.Flag} takes {shorthand.Takes}, not '{string.Join(' ', result.Tokens.Select(token => Core.Sentences.Shown.Plain(token.Value)))}'.";

    private static IReadOnlyList<string> TextsOf(OptionResult result, string bare) => result.Tokens.Count == 0 ? [bare] : [.. result.Tokens.Select(token => token.Value)];

    private static string[] Texts(ArgumentResult result) => [.. result.Tokens.Select(token => token.Value)];

    private static Option<string[]> OptionOf(Setting setting) => new(setting.Flag)
    {
        Description = SettingWords.HelpOf(setting),
        HelpName = setting.IsSwitch ? null : setting.ValueName,
        CustomParser = Texts,
        Arity = setting.IsSwitch ? ArgumentArity.Zero : setting.IsList ? ArgumentArity.OneOrMore : setting.Bare is null ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
        AllowMultipleArgumentsPerToken = false,
    };

    private static Option<string[]> OptionOf(Shorthand shorthand)
        => new(shorthand.Flag) { Description = shorthand.Help, HelpName = shorthand.ValueName, CustomParser = Texts, Arity = shorthand.ValueName is null ? ArgumentArity.Zero : ArgumentArity.ExactlyOne };
}
