using System.Collections.Frozen;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Documents.Comfy.Describing;

/// <summary>Which types the front end makes fields of.</summary>
internal static class FieldTypes
{
    public const string Branching = "COMFY_DYNAMICCOMBO_V3";
    public const string Growing = "COMFY_AUTOGROW_V3";
    public const string Matching = "COMFY_MATCHTYPE_V3";

    // Fields of ComfyUI's core, beside numbers, texts, switches and choices, whose values are saved with the node and sent.
    private static readonly FrozenSet<string> Others = FrozenSet.Create(
        StringComparer.Ordinal, "MARKDOWN", "TEXTAREA", "COLOR", "COLORS", "CURVE", "RANGE", "BOUNDING_BOX", "BOUNDING_BOXES", "PAINTER", "COMPOSITOR", "CHART", "GALLERIA", "VIDEO_EDIT");

    public static FieldKind KindOf(string type) => type switch
    {
        SocketTypes.Int => FieldKind.Whole,
        SocketTypes.Float => FieldKind.Number,
        SocketTypes.Text => FieldKind.Text,
        SocketTypes.Boolean => FieldKind.Switch,
        SocketTypes.Choice => FieldKind.Choice,
        Branching => FieldKind.Branching,
        _ => Others.Contains(type) ? FieldKind.Other : FieldKind.None,
    };

    /// <summary>Whether the front end takes a whole number of this name for a seed, whatever its node says.</summary>
    public static bool IsSeedName(string name) => name is "seed" or "noise_seed";
}
