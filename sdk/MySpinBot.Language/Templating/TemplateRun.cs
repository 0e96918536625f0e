namespace MySpinBot.Language;

/// <summary>Variables of a part of a template: those of the parts around it are seen through it, and not changed.</summary>
/// <param name="parent">The part around it; null for the outermost.</param>
internal sealed class TemplateScope(TemplateScope? parent)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    /// <summary>A variable's value.</summary>
    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope._values.TryGetValue(name, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>Sets a variable here.</summary>
    public void Set(string name, object? value) => _values[name] = value;

    private TemplateScope? Parent => parent;
}

/// <summary>A template at work: its variables, its text so far, and how much it may still do. Templates come with files from anywhere, so that none may compute for ever or fill the memory.</summary>
internal sealed class TemplateRun
{
    // A conversation of a thousand messages takes some hundred thousand steps.
    private const double MostSteps = 20_000_000;

    // Characters of all texts made on the way: each message may be copied a few times, and be added to a growing text.
    private const double MostCharacters = 256e6;
    private const int MostOutput = 64 << 20;
    private const int MostDepth = 100;

    private double _steps;
    private double _characters;
    private int _depth;

    /// <summary>A run with its variables.</summary>
    public TemplateRun(TemplateScope scope, CancellationToken cancellation) => (Scope, Cancellation) = (scope, cancellation);

    /// <summary>Variables that are seen now.</summary>
    public TemplateScope Scope { get; set; }

    /// <summary>Where text goes now.</summary>
    public MarkedTextBuilder Output { get; private set; } = new();

    private CancellationToken Cancellation { get; }

    /// <summary>Counts work.</summary>
    public void Spend(double steps)
    {
        _steps += steps;
        if (_steps > MostSteps)
        {
            throw new TemplateFault("the template takes more work than a template may");
        }

        if (((long)_steps & 0xFFF) == 0)
        {
            Cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Counts characters of a text before it is made.</summary>
    public void SpendText(double characters)
    {
        _characters += characters;
        if (_characters > MostCharacters || characters > MostOutput)
        {
            throw new TemplateFault("the template makes more text than a template may");
        }
    }

    /// <summary>Counts a text that was made.</summary>
    public MarkedText Made(MarkedText text)
    {
        SpendText(text.Length);
        return text;
    }

    /// <summary>Prints.</summary>
    public void Print(MarkedText text)
    {
        SpendText(text.Length);
        Output.Append(text);
        if (Output.Length > MostOutput)
        {
            throw new TemplateFault($"the prompt is longer than {MostOutput >> 20} million characters");
        }
    }

    /// <summary>Calls what can be called; not too deep.</summary>
    public object? Call(TemplateFunction function, TemplateArguments arguments)
    {
        if (++_depth > MostDepth)
        {
            throw new TemplateFault($"'{function.Name}' calls itself too often");
        }

        try
        {
            return function.Call(this, arguments);
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>What is printed while something runs, instead of printing it.</summary>
    public MarkedText Captured(Action act)
    {
        var outer = Output;
        Output = new MarkedTextBuilder();
        try
        {
            act();
            return Output.ToText();
        }
        finally
        {
            Output = outer;
        }
    }

    /// <summary>Runs something with other variables.</summary>
    public T Within<T>(TemplateScope scope, Func<T> act)
    {
        var outer = Scope;
        Scope = scope;
        try
        {
            return act();
        }
        finally
        {
            Scope = outer;
        }
    }
}
