using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A grammar in llama.cpp's GBNF, read and checked. It is matched here and not by llama.cpp, whose matcher ends the process where a text does not fit.</summary>
internal sealed class Grammar
{
    private Grammar(ImmutableArray<GrammarElement> elements, ImmutableArray<ImmutableArray<int>> rules, int root, CharacterClasses classes)
        => (Elements, Rules, Root, Classes) = (elements, rules, root, classes);

    /// <summary>The elements of all alternatives, each of which ends with an <see cref="GrammarElementKind.End"/>.</summary>
    public ImmutableArray<GrammarElement> Elements { get; }

    /// <summary>Where in <see cref="Elements"/> the alternatives of each rule begin.</summary>
    public ImmutableArray<ImmutableArray<int>> Rules { get; }

    /// <summary>The rule that the whole text follows.</summary>
    public int Root { get; }

    /// <summary>Characters that no set tells apart.</summary>
    public CharacterClasses Classes { get; }

    /// <summary>Reads a grammar.</summary>
    /// <param name="text">GBNF (github.com/ggml-org/llama.cpp, grammars/README.md) with a rule <c>root</c>.</param>
    /// <param name="tokenOf">The token of a text such as <c>&lt;think&gt;</c>, for grammars that name tokens; null where it is none.</param>
    /// <exception cref="NodeFailure">It is none; the sentence says where.</exception>
    public static Grammar Parse(string text, Func<string, int?> tokenOf)
    {
        var reader = new GbnfReader(text, tokenOf);
        reader.Read();
        var root = reader.RuleOf("root") ?? throw GbnfText.Wrong("it has no rule 'root', which the whole text follows.");
        var elements = ImmutableArray.CreateBuilder<GrammarElement>();
        var rules = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        foreach (var alternatives in reader.Rules)
        {
            var starts = ImmutableArray.CreateBuilder<int>(alternatives.Count);
            foreach (var alternative in alternatives)
            {
                starts.Add(elements.Count);
                elements.AddRange(alternative);
                elements.Add(default);
            }

            rules.Add(starts.DrainToImmutable());
        }

        var grammar = new Grammar(elements.DrainToImmutable(), rules.DrainToImmutable(), root, CharacterClasses.Of(reader.Sets));
        return LeftRecursion.Find(grammar) is { } rule
            ? throw GbnfText.Wrong($"the rule '{reader.NameOf(rule)}' may begin with itself, which would never end. Write lists the other way round: item, then the rest.")
            : grammar;
    }
}

/// <summary>One element of an alternative.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The rule, the set of characters, or the token.</param>
internal readonly record struct GrammarElement(GrammarElementKind Kind, int Value);

/// <summary>What an element is.</summary>
internal enum GrammarElementKind
{
    /// <summary>The end of an alternative.</summary>
    End,

    /// <summary>What a rule gives.</summary>
    Rule,

    /// <summary>A character of a set.</summary>
    Character,

    /// <summary>A token.</summary>
    Token,

    /// <summary>Any token but this.</summary>
    OtherToken,
}
