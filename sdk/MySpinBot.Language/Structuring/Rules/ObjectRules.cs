using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Rules of JSON's objects. Declared properties come in the order in which the schema has them, then those that it leaves open; where it says nothing of those, none are written.</summary>
internal sealed class ObjectRules(ValueRules values)
{
    /// <summary>An object of anything, so many levels deep.</summary>
    public Symbol[] Free(int depth)
    {
        var entry = values.Book.New("entry", new Symbol.Of(values.Texts.Any), new Symbol.Text(":"), values.Space.AfterColon, new Symbol.Of(values.Free(depth - 1)));
        var further = values.Book.New("more-entry", new Symbol.Text(","), values.Space.Gap, new Symbol.Of(entry));
        var inside = values.Book.New("entries");
        inside.Alternatives.Add([new Symbol.Text("}")]);
        inside.Alternatives.Add([new Symbol.Of(entry), new Symbol.Repeat(further, 0, null), values.Space.Gap, new Symbol.Text("}")]);
        return [new Symbol.Text("{"), values.Space.Gap, new Symbol.Of(inside)];
    }

    /// <summary>The objects of a variant.</summary>
    public Symbol[] Of(ObjectVariant properties, string purpose)
    {
        var entries = new ObjectEntries(values, properties, purpose);
        return [new Symbol.Text("{"), values.Space.Gap, new Symbol.Of(entries.Start())];
    }
}
