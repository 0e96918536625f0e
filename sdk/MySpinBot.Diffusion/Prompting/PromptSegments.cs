using System.Collections.Immutable;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>A part of a prompt with one weight.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Weight">How much it counts; 1 as it is.</param>
public readonly record struct PromptSegment(string Text, double Weight);

/// <summary>Weights in prompts, as ComfyUI reads them: <c>(so)</c> counts 1.1 times, <c>(so:1.3)</c> counts 1.3, whatever stands around it; <c>\(</c> and <c>\)</c> are parentheses and no more.</summary>
public static class PromptSegments
{
    /// <summary>How much a pair of parentheses raises the weight.</summary>
    public const double Raise = 1.1;

    private const int Deepest = 250;

    // What parentheses that mean nothing are meanwhile; no prompt has them.
    private const string Closed = "\0\u0001", Opened = "\0\u0002";

    /// <summary>The parts of a prompt, in their order.</summary>
    /// <exception cref="NodeFailure">Parentheses are nested too deeply.</exception>
    public static ImmutableArray<PromptSegment> Of(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var segments = ImmutableArray.CreateBuilder<PromptSegment>();
        var escaped = prompt.Replace("\\)", Closed, StringComparison.Ordinal).Replace("\\(", Opened, StringComparison.Ordinal);
        Add(escaped, 1, 0, segments);
        return segments.ToImmutable();
    }

    private static void Add(string text, double weight, int depth, ImmutableArray<PromptSegment>.Builder into)
    {
        if (depth > Deepest)
        {
            throw new NodeFailure($"The prompt's parentheses are nested more than {Deepest} deep. Write a weight instead, (like this:1.5), or \\( and \\) for parentheses that mean nothing.") { Input = "text" };
        }

        foreach (var part in Parts(text))
        {
            if (part.Length < 2 || part[0] != '(' || part[^1] != ')')
            {
                into.Add(new PromptSegment(part.Replace(Closed, ")", StringComparison.Ordinal).Replace(Opened, "(", StringComparison.Ordinal), weight));
                continue;
            }

            // The number behind the last colon is the weight itself, not a factor; at the very beginning it is none.
            var (inside, raised) = (part[1..^1], weight * Raise);
            if (inside.LastIndexOf(':') is > 0 and var colon && PythonFloat.TryParse(inside.AsSpan(colon + 1), out var said))
            {
                (inside, raised) = (inside[..colon], said);
            }

            Add(inside, raised, depth + 1, into);
        }
    }

    /// <summary>Parts by their outermost parentheses. A stray closing one lowers the level below nought, and what opens then is not outermost; what is never closed stays as it is.</summary>
    internal static List<string> Parts(string text)
    {
        List<string> parts = [];
        var part = new StringBuilder();
        var level = 0;
        foreach (var letter in text)
        {
            if (letter == '(' && level++ == 0)
            {
                Take(parts, part);
            }

            part.Append(letter);
            if (letter == ')' && --level == 0)
            {
                Take(parts, part);
            }
        }

        Take(parts, part);
        return parts;
    }

    private static void Take(List<string> parts, StringBuilder part)
    {
        if (part.Length > 0)
        {
            parts.Add(part.ToString());
            part.Clear();
        }
    }
}
