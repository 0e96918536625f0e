using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads which properties of an input's descriptor are true.</summary>
internal static class FlagReader
{
    public static IEnumerable<string> Read(NodeScratch node, IParameterSymbol parameter, Carried carried, AttributeData? attribute)
    {
        var flags = new List<string>();
        void Add(bool given, bool fits, string flag, string shown, string hint)
        {
            if (given && !fits)
            {
                node.Report(Rules.AttributeMisplaced, parameter, shown, parameter.Name, node.ClassType, hint);
            }
            else if (given)
            {
                flags.Add(flag);
            }
        }

        var isText = carried.Kind == ValueKind.Text;
        Add(attribute.Is("Multiline"), isText, "IsMultiline", "[Input(Multiline = true)]", "It belongs to a string.");
        Add(attribute.Is("SocketOnly"), true, "IsSocketOnly", "", "");
        Add(IsLazy(node, parameter, carried), true, "IsLazy", "", "");
        Add(carried.IsList, true, "IsList", "", "");
        Add(carried.Kind == ValueKind.RawLink, true, "IsRawLink", "", "");
        Add(carried.Kind == ValueKind.Secret, true, "IsSecret", "", "");
        Add(attribute.Is("Seed"), carried.Kind == ValueKind.Integer, "IsSeed", "[Input(Seed = true)]", "It belongs to an int, a long or a ulong.");
        Add(attribute.Is("Color"), isText, "IsColor", "[Input(Color = true)]", "It belongs to a string.");
        Add(attribute.Is("SelfChecked"), node.Attribute.Text("Validate") is not null, "IsSelfChecked", "[Input(SelfChecked = true)]", "It needs a method that checks, named with [Node(Validate = nameof(…))].");
        Add(attribute.Is("Advanced"), true, "IsAdvanced", "", "");
        return flags;
    }

    private static bool IsLazy(NodeScratch node, IParameterSymbol parameter, Carried carried)
    {
        if (parameter.Find(SdkNames.Lazy) is null)
        {
            return false;
        }

        if (!carried.IsNullable)
        {
            node.Report(Rules.LazyNotNullable, parameter, parameter.Name, node.ClassType, CarriedTypes.Show(parameter.Type));
        }

        if (node.Attribute.Text("Ask") is null)
        {
            node.Report(Rules.LazyWithoutAsk, parameter, node.ClassType, Names.OfInput(parameter));
        }

        return true;
    }
}
