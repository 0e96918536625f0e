using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Rules of the values that places of a schema accept: one for each conjunction of places, so that schemas that refer to themselves end.</summary>
internal sealed class ValueRules
{
    /// <summary>How deep lists and objects nest in a value of which nothing is said.</summary>
    internal const int FreeDepth = 32;

    private readonly Dictionary<Conjunction, Rule> _known = [];
    private readonly Rule?[] _free = new Rule?[FreeDepth + 1];
    private readonly Queue<Action> _waiting = [];
    private readonly ObjectRules _objects;
    private readonly ListRules _lists;
    private Rule? _number;

    public ValueRules(SchemaDocument document)
    {
        Reader = new(document, Terms);
        Texts = new(Book, Terms);
        Space = new(Book);
        _objects = new(this);
        _lists = new(this);
    }

    /// <summary>Languages of strings and numbers.</summary>
    public Terms Terms { get; } = new();

    /// <summary>Where rules come from.</summary>
    public RuleBook Book { get; } = new();

    /// <summary>What places accept.</summary>
    public VariantReader Reader { get; }

    /// <summary>Rules of strings.</summary>
    public TextRules Texts { get; }

    /// <summary>Rules of blanks.</summary>
    public Blanks Space { get; }

    /// <summary>The rules of a conjunction's values, all filled.</summary>
    public Rule Make(Conjunction conjunction)
    {
        var root = Of(conjunction, "root");
        while (_waiting.TryDequeue(out var fill))
        {
            fill();
        }

        return root;
    }

    /// <summary>Fills a rule when those before it are filled, so that how deep or long a schema is costs no stack.</summary>
    public void Later(Action fill) => _waiting.Enqueue(fill);

    /// <summary>The rule of a conjunction's values; it is filled later.</summary>
    public Rule Of(Conjunction conjunction, string purpose)
    {
        if (conjunction.IsAnything)
        {
            return Free(FreeDepth);
        }

        if (!_known.TryGetValue(conjunction, out var rule))
        {
            _known.Add(conjunction, rule = Book.New(purpose));
            Later(() =>
            {
                foreach (var variant in Reader.Read(conjunction))
                {
                    rule.Alternatives.AddRange(Alternatives(variant, purpose));
                }
            });
        }

        return rule;
    }

    /// <summary>Any value, so many levels deep.</summary>
    public Rule Free(int depth)
    {
        if (_free[depth] is { } made)
        {
            return made;
        }

        var rule = _free[depth] = Book.New("any");
        if (depth > 0)
        {
            rule.Alternatives.Add(_objects.Free(depth));
            rule.Alternatives.Add(_lists.Free(depth));
        }

        rule.Alternatives.Add([new Symbol.Of(Texts.Any)]);
        rule.Alternatives.AddRange(Alternatives(new NumberVariant(), "number"));
        rule.Alternatives.AddRange(Alternatives(new BooleanVariant(true, true), "boolean"));
        rule.Alternatives.Add([new Symbol.Text("null")]);
        return rule;
    }

    private IEnumerable<Symbol[]> Alternatives(Variant variant, string purpose) => variant switch
    {
        NullVariant => [[new Symbol.Text("null")]],
        BooleanVariant boolean => new[] { boolean.True ? "true" : null, boolean.False ? "false" : null }.OfType<string>().Select(word => new Symbol[] { new Symbol.Text(word) }),
        NumberVariant { Choices: { } choices } => choices.Distinct().Select(choice => new Symbol[] { new Symbol.Text(choice) }),
        NumberVariant numbers => [[Number(numbers, purpose)]],
        TextVariant text => [Texts.Of(text, purpose)],
        ListVariant list => [_lists.Of(list, purpose)],
        ObjectVariant properties => [_objects.Of(properties, purpose)],
        _ => throw new InvalidOperationException($"A variant of kind {variant.GetType().Name} has no rule."),
    };

    private Symbol.Of Number(NumberVariant numbers, string purpose)
    {
        var isFree = NumberLanguage.IsFree(numbers);
        if (isFree && _number is not null)
        {
            return new(_number);
        }

        var symbols = AutomatonRules.Of(Book, isFree ? "number" : purpose, Automaton.Of(Terms, NumberLanguage.Of(Terms, numbers)), Written);
        var rule = ((Symbol.Of)symbols[0]).Rule;
        _number ??= isFree ? rule : null;
        return new(rule);
    }

    private static IEnumerable<Symbol[]> Written(CharSet set) => [[set is { Count: 1 } ? new Symbol.Text(char.ConvertFromUtf32(set.First)) : new Symbol.Character(set)]];
}
