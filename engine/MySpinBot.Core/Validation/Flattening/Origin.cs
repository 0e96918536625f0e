using System.Runtime.InteropServices;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation.Wiring;

namespace MySpinBot.Core.Validation.Flattening;

/// <summary>Where an input's value comes from in the end: <see cref="WireKind.Value"/>, <see cref="WireKind.Link"/>, <see cref="WireKind.NotGiven"/> or <see cref="WireKind.Broken"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Origin(WireKind Kind, FlatNode? Node = null, int Output = 0, InputValue? Value = null, string? Reason = null)
{
    /// <summary>The named input of the whole graph that it comes from; null where it comes from none.</summary>
    public string? Named { get; init; }

    public static Origin Broken { get; } = new(WireKind.Broken);

    public static Origin None(string reason) => new(WireKind.NotGiven, Reason: reason);
}
