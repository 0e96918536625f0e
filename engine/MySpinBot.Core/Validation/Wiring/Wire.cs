using System.Runtime.InteropServices;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Validation.Wiring;

/// <summary>What an input hangs on once links are resolved to positions.</summary>
internal enum WireKind : byte
{
    /// <summary>As if it had not been written; <see cref="Wire.Reason"/> may say why.</summary>
    NotGiven,

    /// <summary>Faulty, and reported already.</summary>
    Broken,

    /// <summary>A constant or a secret.</summary>
    Value,

    /// <summary>An output whose value is needed.</summary>
    Link,

    /// <summary>An output whose value is not needed, only its place.</summary>
    RawLink,

    /// <summary>A link that nobody takes.</summary>
    Ignored,

    /// <summary>A raw link that the expanding call was given.</summary>
    OuterLink,

    /// <summary>A value of the store.</summary>
    Stored,
}

/// <summary>An input as it was written, with its place in the descriptor and its source's position.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Wire
{
    public required string Name { get; init; }

    /// <summary>Position in the descriptor; -1 where it is not declared.</summary>
    public required int Declared { get; init; }

    public required WireKind Kind { get; init; }

    /// <summary>For a link the position of the node; for an outer link its number.</summary>
    public int Source { get; init; }

    public int Output { get; init; }

    /// <summary>What belongs to the kind: an <see cref="InputValue"/>, a <see cref="ResultValue"/>, or the reason why nothing is given. One field keeps wires small.</summary>
    public object? Payload { get; init; }

    public InputValue? Value => Payload as InputValue;

    public ResultValue Stored => (ResultValue)Payload!;

    /// <summary>Why nothing is given, as the end of a sentence.</summary>
    public string? Reason => Payload as string;

    /// <summary>Position of the input of this name; -1 where there is none.</summary>
    public static int PositionIn(NodeDescriptor? type, string name)
    {
        if (type is not null)
        {
            for (var i = 0; i < type.Inputs.Length; i++)
            {
                if (string.Equals(type.Inputs[i].Name, name, StringComparison.Ordinal))
                {
                    return i;
                }
            }
        }

        return -1;
    }

    /// <summary>What a link into this input is. Links of nodes whose type is unknown are followed, so that what stands above them is checked too.</summary>
    public static WireKind KindOfLink(NodeDescriptor? type, int declared) => (type, declared) switch
    {
        (null, _) => WireKind.Link,
        (_, < 0) => type.TakesExtraInputs ? WireKind.Link : WireKind.Ignored,
        _ when type.Inputs[declared].Hidden is not null => WireKind.Ignored,
        _ => type.Inputs[declared].IsRawLink ? WireKind.RawLink : WireKind.Link,
    };
}
