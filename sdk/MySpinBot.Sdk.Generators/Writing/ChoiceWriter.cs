using System.Globalization;

namespace MySpinBot.Sdk.Generators;

/// <summary>Writes how the texts of a node's choices become C# values and back. Inputs that declare the same choices share a method.</summary>
internal sealed class ChoiceWriter
{
    private readonly List<(string Type, EquatableArray<Choice> Choices)> _read = [];
    private readonly List<Carried> _named = [];

    /// <summary>An expression for the value that a text names.</summary>
    public string Read(InputDeclaration input, string text) => $"{ReaderOf(input)}({text}, {Literals.Of(input.Name)})";

    /// <summary>Name of the method that reads an input's choices.</summary>
    public string ReaderOf(InputDeclaration input)
    {
        var choices = input.Carried.Choices.Count > 0
            ? input.Carried.Choices
            : input.Choices.Select(name => new Choice(name, Literals.Of(name), "")).ToEquatable();
        return "Choose" + Index(_read, (input.Carried.Type, choices));
    }

    /// <summary>Name of the method that names an enum's values.</summary>
    public string NamerOf(Carried carried) => "NameOf" + Index(_named, carried with { IsList = false, IsNullableList = false, IsNullableValue = false });

    /// <summary>Writes the methods that were asked for.</summary>
    public void Write(CodeWriter code)
    {
        for (var i = 0; i < _read.Count; i++)
        {
            WriteReader(code, Text(i), _read[i].Type, _read[i].Choices);
        }

        for (var i = 0; i < _named.Count; i++)
        {
            WriteNamer(code, Text(i), _named[i]);
        }
    }

    private static void WriteReader(CodeWriter code, string index, string type, EquatableArray<Choice> choices)
    {
        code.Line();
        code.Block($"private static {type} Choose{index}(string? text, string input) => text switch", () =>
        {
            foreach (var choice in choices)
            {
                code.Line($"{Literals.Of(choice.Name)} => {choice.Expression},");
            }

            var known = Literals.Of("'; it has to be one of: " + string.Join(", ", choices.Select(choice => choice.Name)) + ".");
            code.Line($"_ => throw new {Expressions.Sdk}NodeFailure(\"Input '\" + input + \"' is '\" + text + {known}) {{ Input = input }},");
        }, "};");
    }

    private static void WriteNamer(CodeWriter code, string index, Carried carried)
    {
        code.Line();
        code.Block($"private static string NameOf{index}({carried.Type} value) => value switch", () =>
        {
            // Two members may be one number; the first names it.
            foreach (var choice in carried.Choices.GroupBy(choice => choice.Constant).Select(group => group.First()))
            {
                code.Line($"{choice.Expression} => {Literals.Of(choice.Name)},");
            }

            var unknown = Literals.Of(" is not a choice of " + carried.Type.Substring(carried.Type.LastIndexOf('.') + 1) + ".");
            code.Line($"_ => throw new {Expressions.Sdk}NodeFailure(\"The output \" + value.ToString() + {unknown}),");
        }, "};");
    }

    private static string Index<T>(List<T> list, T item)
    {
        if (!list.Contains(item))
        {
            list.Add(item);
        }

        return Text(list.IndexOf(item));
    }

    private static string Text(int index) => index.ToString(CultureInfo.InvariantCulture);
}
