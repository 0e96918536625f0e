namespace MySpinBot.Cli.Surrounding;

/// <summary>Where things are when the command line does not say: variables first, then the customary folders.</summary>
internal sealed class Places(Func<string, string?> variable)
{
    /// <summary>The repository or installation that this executable belongs to.</summary>
    public string Home => Given("MYSPINBOT_HOME") ?? AppContext.BaseDirectory;

    public string Cache => Given("MYSPINBOT_CACHE") ?? Xdg("XDG_CACHE_HOME", ".cache");

    public string Data => Given("MYSPINBOT_DATA") ?? Xdg("XDG_DATA_HOME", ".local", "share");

    /// <summary>What is kept of what went wrong.</summary>
    public string State => Xdg("XDG_STATE_HOME", ".local", "state");

    /// <summary>The file of settings that holds where the command line names none: the one that is named by a variable, whether it is there or not, else the first that is there; null where there is none.</summary>
    public string? ConfigurationFile => Given(Configuring.ConfigurationReading.FileVariable) ?? UsualConfigurationFiles.FirstOrDefault(File.Exists);

    /// <summary>Where a file of settings is looked for.</summary>
    public IReadOnlyList<string> UsualConfigurationFiles => [Path.Combine(Xdg("XDG_CONFIG_HOME", ".config"), "config.yaml"), "/etc/myspinbot/config.yaml"];

    /// <summary>The folder of models of a server.</summary>
    /// <param name="data">Its data folder.</param>
    public string Models(string data) => Given("MYSPINBOT_MODELS") ?? Path.Join(data, "models");

    public string Plugins => Given("MYSPINBOT_PLUGINS") ?? Path.Combine(Home, "plugins.json");

    // What is not absolute is to be passed over (XDG Base Directory Specification).
    private string Xdg(string name, params string[] customary)
        => Path.Combine(Given(name) is { } given && Path.IsPathFullyQualified(given) ? given : Path.Combine([Given("HOME") ?? Path.GetTempPath(), .. customary]), "myspinbot");

    private string? Given(string name) => variable(name) is { Length: > 0 } value ? value : null;
}
