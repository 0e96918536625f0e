namespace MySpinBot.Core.Results;

/// <summary>The byte form of what a call expanded to.</summary>
internal static class ExpansionFormat
{
    private enum Kind : byte
    {
        Constant = 1,
        Stored = 2,
        Link = 3,
        OuterLink = 4,
    }

    public static void Write(RecordWriter writer, ExpansionNode node)
    {
        writer.Text(node.Id);
        writer.Text(node.ClassType);
        writer.List(node.Inputs, static (writer, input) =>
        {
            writer.Text(input.Name);
            Write(writer, input.Value);
        });
    }

    public static void Write(RecordWriter writer, ExpansionValue value)
    {
        switch (value)
        {
            case ExpansionConstant constant:
                writer.Byte((byte)Kind.Constant);
                writer.Text(constant.Json);
                break;
            case ExpansionStored stored:
                writer.Byte((byte)Kind.Stored);
                writer.Value(stored.Value);
                break;
            case ExpansionLink link:
                writer.Byte((byte)Kind.Link);
                writer.Text(link.NodeId);
                writer.Number(link.Output);
                break;
            case ExpansionOuterLink outer:
                writer.Byte((byte)Kind.OuterLink);
                writer.Number(outer.Index);
                break;
            default:
                throw new ArgumentException($"There is no byte form for {value?.GetType().Name ?? "null"}.", nameof(value));
        }
    }

    public static ExpansionNode ReadNode(ref RecordReader reader)
    {
        var (id, classType) = (reader.Text(), reader.Text());
        return new ExpansionNode(id, classType, reader.List(3, static (ref RecordReader reader) => new ExpansionInput(reader.Text(), ReadValue(ref reader))));
    }

    public static ExpansionValue ReadValue(ref RecordReader reader)
    {
        switch ((Kind)reader.Byte())
        {
            case Kind.Constant:
                return new ExpansionConstant(reader.Text());
            case Kind.Stored:
                return new ExpansionStored(reader.Value());
            case Kind.Link:
                return new ExpansionLink(reader.Text(), reader.Index());
            case Kind.OuterLink:
                return new ExpansionOuterLink(reader.Index());
            default:
                reader.Fail();
                return new ExpansionOuterLink(0);
        }
    }
}
