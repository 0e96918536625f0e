using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Whether alternatives of <c>oneOf</c> have no value in common. A grammar cannot count how many accept a text, so they have to be told apart: by kind, by ranges, by
/// texts, or by a property. Where a property tells them apart and may be left out, it is always written.</summary>
internal sealed class Disjointness(VariantReader reader, Terms terms)
{
    private const int Depth = 4;

    /// <summary>The variants of all alternatives.</summary>
    /// <exception cref="NodeFailure">Two of them may accept the same value.</exception>
    public IReadOnlyList<Variant> Apart(IReadOnlyList<IReadOnlyList<Variant>> alternatives, SchemaPlace place)
    {
        if (Overlap(alternatives) is not { } pair)
        {
            return [.. alternatives.SelectMany(variants => variants)];
        }

        foreach (var tag in Tags(alternatives))
        {
            var tagged = alternatives.Select(variants => With(variants, tag)).ToList();
            if (Overlap(tagged) is null)
            {
                return [.. tagged.SelectMany(variants => variants)];
            }
        }

        throw new NodeFailure($"The schema's oneOf at {place.Pointer} has alternatives {pair.One} and {pair.Other} that may accept the same value, which a grammar cannot rule out; use anyOf, or tell them apart by a property with const.");
    }

    private (int One, int Other)? Overlap(IReadOnlyList<IReadOnlyList<Variant>> alternatives)
    {
        for (var one = 0; one < alternatives.Count; one++)
        {
            for (var other = one + 1; other < alternatives.Count; other++)
            {
                if (alternatives[one].Any(mine => alternatives[other].Any(its => Merging.Both(mine, its) is { } both && !IsEmpty(both, Depth))))
                {
                    return (one, other);
                }
            }
        }

        return null;
    }

    private static IEnumerable<string> Tags(IReadOnlyList<IReadOnlyList<Variant>> alternatives)
    {
        var declared = alternatives.Select(variants => variants.OfType<ObjectVariant>().SelectMany(variant => variant.Declared).ToHashSet()).ToList();
        return declared.Count == 0 ? [] : declared[0].Where(name => declared.All(names => names.Contains(name)));
    }

    private static IReadOnlyList<Variant> With(IReadOnlyList<Variant> variants, string tag) =>
        [.. variants.Select(variant => variant is ObjectVariant properties ? properties with { Required = [.. properties.Required.Union([tag])] } : variant)];

    /// <summary>Whether it is certain that no value is of a variant.</summary>
    private bool IsEmpty(Variant variant, int depth) => variant switch
    {
        TextVariant text => Automaton.Of(terms, terms.And(text.Languages.Append(terms.Repeat(terms.AnyCharacter, text.Least, text.Most ?? -1)))).IsEmpty,
        ListVariant list => Enumerable.Range(0, Math.Min(list.Least, list.First + 1)).Any(index => IsEmpty(list.At(index), depth)),
        ObjectVariant properties => properties.Required.Any(name => IsEmpty(properties.Of(name), depth)),
        _ => false,
    };

    private bool IsEmpty(Conjunction conjunction, int depth) => depth > 0 && reader.Peek(conjunction).All(variant => IsEmpty(variant, depth - 1));
}
