using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Cli.Configuring;

/// <summary>Puts together what is configured: what a file says, over that what variables say, over that what flags say. All faults are found, wherever they are.</summary>
internal sealed partial class ConfigurationReading
{
    /// <summary>The variable that names the file.</summary>
    public const string FileVariable = "MYSPINBOT_CONFIG";

    // Variables that are no settings: where an installation is, secrets of nodes, and what those who work on the program use.
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        FileVariable, "MYSPINBOT_HOME", "MYSPINBOT_NATIVES", "MYSPINBOT_FAMILY", "MYSPINBOT_GOLDEN", "MYSPINBOT_KEEP", "MYSPINBOT_PAIRS", "MYSPINBOT_UPDATE", "MYSPINBOT_TEST_PICTURES",
        "MYSPINBOT_KEY", "MYSPINBOT_FUZZ_SEED", "MYSPINBOT_FUZZ_SECONDS",
    };

    private static readonly Dictionary<string, Setting> ByVariable = Settings.All
        .SelectMany(setting => new[] { (setting.Variable, setting), (Variable: setting.ShortVariable ?? setting.Variable, setting) })
        .DistinctBy(pair => pair.Variable).ToDictionary(pair => pair.Variable, pair => pair.setting, StringComparer.Ordinal);

    private static readonly Dictionary<string, Setting> ByKey = Settings.All.ToDictionary(setting => setting.Key, StringComparer.Ordinal);

    private readonly Dictionary<Setting, Given> _given = [];
    private readonly List<string> _faults = [];
    private readonly NearestNames _nearest = new();
    private readonly Surroundings _surroundings;

    private ConfigurationReading(Surroundings surroundings) => _surroundings = surroundings;

    /// <summary>Reads the file that holds, the variables and the flags.</summary>
    /// <param name="surroundings">Whose variables.</param>
    /// <param name="file">The file that was named on the command line; null where none was.</param>
    /// <param name="flags">What flags give.</param>
    public static Configuration Read(Surroundings surroundings, string? file, IEnumerable<(Setting Setting, Given Given)> flags)
    {
        var places = new Places(surroundings.Variable);
        var reading = new ConfigurationReading(surroundings);
        var found = file ?? places.ConfigurationFile;
        if (found is not null)
        {
            reading.TakeFile(Path.GetFullPath(found));
        }

        reading.TakeVariables();
        reading.TakeFlags(flags);
        return reading.Together(places, found);
    }

    /// <summary>Reads flags alone: neither file nor variables, but for those that say where things usually are.</summary>
    public static Configuration OfFlags(Surroundings surroundings, IEnumerable<(Setting Setting, Given Given)> flags)
    {
        var reading = new ConfigurationReading(surroundings);
        reading.TakeFlags(flags);
        return new Configuration(new Places(surroundings.Variable), null, reading._given, reading._faults);
    }

    /// <summary>Reads a file alone.</summary>
    public static Configuration Check(Surroundings surroundings, string file)
    {
        var reading = new ConfigurationReading(surroundings);
        reading.TakeFile(Path.GetFullPath(file));
        return reading.Together(new Places(surroundings.Variable), file);
    }

    // Each value fits by itself; some have to fit each other, too.
    private Configuration Together(Places places, string? file)
    {
        var configuration = new Configuration(places, file, _given, _faults);
        _faults.AddRange(Targets.FaultsOf(configuration));
        return configuration;
    }

    private void TakeFlags(IEnumerable<(Setting Setting, Given Given)> flags)
    {
        foreach (var (setting, given) in flags)
        {
            _faults.AddRange(RefusalsOf(setting, given.Texts, given.From));
            Take(setting, given);
        }
    }

    private void TakeFile(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var faults = new List<FileFault>();
        foreach (var entry in ConfigurationFile.Read(path, faults))
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}:{entry.Line}");
            if (!ByKey.TryGetValue(entry.Key, out var setting))
            {
                faults.Add(new FileFault(entry.Line, $"{place}: there is no setting {Shown.Name(entry.Key)}.{Meant(entry.Key)}"));
                continue;
            }

            var texts = setting.IsPath ? [.. entry.Texts.Select(text => FromFile(text, folder))] : entry.Texts;
            faults.AddRange(RefusalsOf(setting, texts, $"{place}: {setting.Key}").Select(refusal => new FileFault(entry.Line, refusal)));
            Take(setting, new Given(texts, place));
        }

        _faults.AddRange(faults.OrderBy(fault => fault.Line).Select(fault => fault.Sentence));
    }

    private void TakeVariables()
    {
        foreach (var name in _surroundings.VariableNames().Where(name => name.StartsWith(Setting.Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (!ByVariable.ContainsKey(name) && !Others.Contains(name) && !name.StartsWith("MYSPINBOT_SECRET_", StringComparison.Ordinal) && !OfKubernetes().IsMatch(name))
            {
                _faults.Add($"The variable {name} means nothing to MySpinBot.{_nearest.Ask(name, ByVariable.Keys.Concat(Others))} 'myspinbot config show' lists those that do.");
            }
        }

        foreach (var setting in Settings.All)
        {
            var (given, name) = (Variable(setting.Variable), setting.Variable);
            if (setting.ShortVariable is { } shorter && Variable(shorter) is { } other)
            {
                if (given is not null && given != other)
                {
                    _faults.Add($"{setting.Variable} and {shorter} mean the same setting and say different things; unset one of them.");
                }

                (given, name) = (other, shorter);
            }

            if (given is not null)
            {
                IReadOnlyList<string> texts = setting.IsList ? given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [given];
                _faults.AddRange(RefusalsOf(setting, texts, name));
                Take(setting, new Given(texts, name));
            }
        }
    }

    // The last who gives a value counts; what is wrong with an earlier one is said all the same.
    private void Take(Setting setting, Given given)
    {
        if (!RefusalsOf(setting, given.Texts, "").Any() && (given.Texts.Count > 0 || setting.IsList))
        {
            _given[setting] = given;
        }
    }

    private static IEnumerable<string> RefusalsOf(Setting setting, IReadOnlyList<string> texts, string name)
        => texts.Count > 1 && !setting.IsList ? [string.Create(CultureInfo.InvariantCulture, $"{name} takes one value, not {texts.Count}.")]
            : texts.Select(text => setting.Refusal(name, text)).OfType<string>();

    private string? Variable(string name) => _surroundings.Variable(name) is { Length: > 0 } value ? value : null;

    // A slip of the pen, or the right name in the wrong section.
    private string Meant(string key)
    {
        if (_nearest.Find(key, ByKey.Keys) is { } near)
        {
            return $" Did you mean '{near}'?";
        }

        var name = key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return Settings.All.Where(setting => setting.Key.EndsWith($".{name}", StringComparison.Ordinal)).Select(setting => setting.Key).FirstOrDefault() is { } elsewhere
            ? $" Did you mean '{elsewhere}'?"
            : " 'myspinbot config show' lists those that there are.";
    }

    // Names in a file are meant from where the file is.
    private string FromFile(string path, string folder)
    {
        var home = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? _surroundings.Variable("HOME") + path[1..] : path;
        return home.Contains('\0', StringComparison.Ordinal) ? path : Path.GetFullPath(home, folder);
    }

    // A service called myspinbot puts these into every container beside it.
    [GeneratedRegex("^MYSPINBOT_(SERVICE_(HOST|PORT)(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)?)$")]
    private static partial Regex OfKubernetes();
}
