using MySpinBot.Cli.Surrounding;
using MySpinBot.Runtime.Memory;

namespace MySpinBot.Cli.Configuring;

/// <summary>What is configured: of each setting the value that counts, and who gave it. What was wrong is in <see cref="Faults"/>; then it is not to be used.</summary>
internal sealed class Configuration
{
    private readonly Dictionary<Setting, Given> _given;

    /// <summary>A configuration of what was given.</summary>
    /// <param name="places">Where things are when nobody says.</param>
    /// <param name="file">The file that was read; null for none.</param>
    /// <param name="given">What counts.</param>
    /// <param name="faults">Sentences on what was wrong.</param>
    public Configuration(Places places, string? file, Dictionary<Setting, Given> given, IReadOnlyList<string> faults) => (Places, File, _given, Faults) = (places, file, given, faults);

    /// <summary>Where things are when nobody says.</summary>
    public Places Places { get; }

    /// <summary>The file that was read; null for none.</summary>
    public string? File { get; }

    /// <summary>All that is wrong, in whole sentences.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>The data folder.</summary>
    public string DataFolder => Folder(Settings.Data, Places.Data);

    /// <summary>The folder of results that are kept.</summary>
    public string CacheFolder => Folder(Settings.Cache, Places.Cache);

    /// <summary>The folder of models.</summary>
    public string ModelFolder => Folder(Settings.ModelFolder, Path.Join(DataFolder, "models"));

    /// <summary>The folder that graphs read from.</summary>
    public string InputFolder => Folder(Settings.Input, Path.Join(DataFolder, "input"));

    /// <summary>The folder that graphs save to.</summary>
    public string OutputFolder => Folder(Settings.Output, Path.Join(DataFolder, "output"));

    /// <summary>The folder for what is needed for a while only.</summary>
    public string TempFolder => Folder(Settings.Temp, Path.Join(DataFolder, "temp"));

    /// <summary>Where models run.</summary>
    public string Device => Get(Settings.CpuOnly) ? DeviceChoice.Cpu : Get(Settings.Device)!;

    /// <summary>Bytes of host memory for models and their work; null where nobody says.</summary>
    public long? HostMemory => Get(Settings.Memory) is { } budgets && budgets.TryGetValue(DeviceChoice.Cpu, out var bytes) ? bytes : null;

    /// <summary>The list of plugins.</summary>
    public string PluginsFile => Folder(Settings.Plugins, Places.Plugins);

    /// <summary>The value of a setting; the type's default where nobody has given one and there is none.</summary>
    public T? Get<T>(Setting<T> setting)
        => _given.TryGetValue(setting, out var given) ? setting.Read(given.Texts) : setting.Default is { } usual ? setting.Read([usual]) : default;

    /// <summary>What was given for a setting; null where nobody has.</summary>
    public Given? Find(Setting setting) => _given.GetValueOrDefault(setting);

    /// <summary>What a setting comes to, as people write it; null for nothing.</summary>
    public string? Shown(Setting setting)
    {
        if (setting.IsSecret)
        {
            return Find(setting) is null ? null : "(hidden)";
        }

        return Find(setting) is { } given ? string.Join(", ", given.Texts) : setting.Default ?? Derived(setting);
    }

    private string? Derived(Setting setting)
        => setting == Settings.Data ? DataFolder
            : setting == Settings.Cache ? CacheFolder
            : setting == Settings.ModelFolder ? ModelFolder
            : setting == Settings.Input ? InputFolder
            : setting == Settings.Output ? OutputFolder
            : setting == Settings.Temp ? TempFolder
            : setting == Settings.Plugins ? PluginsFile
            : null;

    private string Folder(Setting<string?> setting, string otherwise) => Path.GetFullPath(Get(setting) ?? otherwise);
}

/// <summary>A value that somebody gave.</summary>
/// <param name="Texts">The value, or values of a list.</param>
/// <param name="From">Who gave it: a flag, a variable, or a file and line.</param>
internal sealed record Given(IReadOnlyList<string> Texts, string From);

/// <summary>The configuration is wrong: nothing is done.</summary>
internal sealed class ConfigurationRefusal(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>All that is wrong, in whole sentences.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
