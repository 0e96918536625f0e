using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>The texts that a regular expression finds something in, as JSON Schema's <c>pattern</c> means it: not anchored unless it says so.
/// Each part is read with the language of all that comes after it, so that what looks ahead is an intersection with that language.</summary>
internal sealed class PatternLanguage
{
    private readonly Terms _terms;
    private readonly string _source;

    private PatternLanguage(Terms terms, string source)
    {
        _terms = terms;
        _source = source;
    }

    private enum Place
    {
        /// <summary>Nothing of the text comes before.</summary>
        Start,

        /// <summary>Something comes before, but nothing of the expression.</summary>
        Later,

        /// <summary>Something of the expression comes before.</summary>
        Within,
    }

    /// <summary>The language of an expression (ECMA-262).</summary>
    /// <exception cref="NodeFailure">It is wrong, or not regular.</exception>
    public static Term Of(Terms terms, string source)
    {
        var pattern = new PatternReader(source).Read();
        var reader = new PatternLanguage(terms, source);
        return terms.Or(
            reader.Language(pattern, terms.Anything, Place.Start),
            terms.Then(terms.AnyCharacter, terms.Anything, reader.Language(pattern, terms.Anything, Place.Later)));
    }

    private Term Language(Pattern pattern, Term rest, Place place) => pattern switch
    {
        Pattern.Character character => _terms.Then(_terms.Of(character.Set), rest),
        Pattern.Sequence sequence => OfSequence(sequence.Parts, rest, place),
        Pattern.Choice choice => _terms.Or(choice.Parts.Select(part => Language(part, rest, place))),
        Pattern.Anchor { AtEnd: true } => rest.AcceptsEmpty ? _terms.Empty : _terms.Nothing,
        Pattern.Anchor => OfStart(rest, place),
        Pattern.Ahead ahead => OfAhead(ahead, rest, place),
        Pattern.Repeated repeated => OfRepeated(repeated, rest, place),
        _ => throw new InvalidOperationException($"A part of a pattern of kind {pattern.GetType().Name} has no language."),
    };

    private Term OfSequence(IReadOnlyList<Pattern> parts, Term rest, Place place)
    {
        var places = new Place[parts.Count];
        for (var at = 0; at < parts.Count; at++)
        {
            places[at] = place;
            place = parts[at] is Pattern.Anchor or Pattern.Ahead ? place : Place.Within;
        }

        for (var at = parts.Count - 1; at >= 0; at--)
        {
            rest = Language(parts[at], rest, places[at]);
        }

        return rest;
    }

    private Term OfStart(Term rest, Place place) => place switch
    {
        Place.Start => rest,
        Place.Later => _terms.Nothing,
        _ => throw new NodeFailure($"The pattern \"{_source}\" has ^ after something else; a grammar can only have it at the start."),
    };

    private Term OfAhead(Pattern.Ahead ahead, Term rest, Place place)
    {
        var seen = Language(ahead.Part, _terms.Anything, place);
        return _terms.And(ahead.Negative ? _terms.Not(seen) : seen, rest);
    }

    private Term OfRepeated(Pattern.Repeated repeated, Term rest, Place place)
    {
        if (!repeated.Part.Asks)
        {
            return _terms.Then(_terms.Repeat(Language(repeated.Part, _terms.Empty, place), repeated.Least, repeated.Most), rest);
        }

        return (repeated.Least, repeated.Most) switch
        {
            (0, 1) => _terms.Or(rest, Language(repeated.Part, rest, place)),
            (1, 1) => Language(repeated.Part, rest, place),
            _ => throw new NodeFailure($"The pattern \"{_source}\" repeats something that looks ahead or is anchored; a grammar cannot. Write it out."),
        };
    }
}
