namespace MySpinBot.Cli.Configuring;

/// <summary>Something that can be configured. What is said here is all that is said: flags, variables, the reading of files and the documentation follow from it.</summary>
/// <param name="key">Its name in a file: <c>section.name</c>.</param>
/// <param name="help">What it is, as a sentence.</param>
internal abstract class Setting(string key, string help)
{
    /// <summary>What the names of all variables begin with.</summary>
    public const string Prefix = "MYSPINBOT_";

    /// <summary>Its name in a file.</summary>
    public string Key { get; } = key;

    /// <summary>What it is, as a sentence.</summary>
    public string Help { get; } = help;

    /// <summary>The variable that names it.</summary>
    public string Variable { get; } = Prefix + key.Replace('.', '_').ToUpperInvariant();

    /// <summary>A shorter variable that means the same; null for none.</summary>
    public string? ShortVariable { get; init; }

    /// <summary>Its flag.</summary>
    public string Flag { get; init; } = "--" + key.Replace('.', '-').Replace('_', '-');

    /// <summary>Flags that give it one value, or values of one kind.</summary>
    public IReadOnlyList<Shorthand> Shorthands { get; init; } = [];

    /// <summary>What the flag means without a value; null where it has to have one.</summary>
    public string? Bare { get; init; }

    /// <summary>Whether nobody is to read it over somebody's shoulder. Such a setting has no flag: command lines are seen by everybody on the machine.</summary>
    public bool IsSecret { get; init; }

    /// <summary>What it is when nobody says, as it would be written; null where that is <see cref="Otherwise"/>.</summary>
    public string? Default { get; init; }

    /// <summary>What it is when nobody says, in words for the documentation, where it depends on other things.</summary>
    public string? Otherwise { get; init; }

    /// <summary>What it takes, in words: <c>a port from 0 to 65535</c>.</summary>
    public abstract string Takes { get; }

    /// <summary>A short word for its value in the help of its flag.</summary>
    public abstract string ValueName { get; }

    /// <summary>Whether it is a yes or no.</summary>
    public virtual bool IsSwitch => false;

    /// <summary>Whether it takes several values.</summary>
    public virtual bool IsList => false;

    /// <summary>Whether its values are names of files or folders.</summary>
    public virtual bool IsPath => false;

    /// <summary>Whether a text is one of its values.</summary>
    public abstract bool Fits(string text);

    /// <summary>What is wrong with a value, as a sentence; null where nothing is.</summary>
    /// <param name="name">What it was called where it was given.</param>
    /// <param name="text">The value.</param>
    public string? Refusal(string name, string text) => Fits(text) ? null : $"{name} takes {Takes}, not {(IsSecret ? "what was given" : $"'{Core.Sentences.Shown.Plain(text)}'")}.";

    public override string ToString() => Key;
}

/// <summary>A flag that stands for a value of a setting.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Help">What it does.</param>
/// <param name="Before">What is put before its own value; the whole value where it takes none.</param>
/// <param name="ValueName">A short word for its own value; null where it takes none.</param>
/// <param name="Takes">What its own value may be, in words.</param>
internal sealed record Shorthand(string Flag, string Help, string Before, string? ValueName = null, string Takes = "no value");

/// <summary>A setting whose value is of a type.</summary>
internal sealed class Setting<T>(string key, Form<T> form, string help) : Setting(key, help)
{
    public override string Takes => form.Takes;

    public override string ValueName => form.ValueName;

    public override bool IsSwitch => form.Kind == FormKind.Switch;

    public override bool IsPath => form.Kind is FormKind.Path or FormKind.Paths;

    public override bool IsList => form.Kind is FormKind.List or FormKind.Paths;

    public override bool Fits(string text) => form.TryRead([text], out _);

    /// <summary>The value of texts that fit.</summary>
    public T Read(IReadOnlyList<string> texts) => form.TryRead(texts, out var value) ? value : throw new InvalidOperationException($"{Key} was not checked before it was read.");
}
