using MySpinBot.Core.Documents.Comfy.Converting;
using MySpinBot.Core.Documents.Comfy.Form;

namespace MySpinBot.Core.Documents.Comfy;

/// <summary>The inputs and outputs that a node had in ComfyUI's editor: what is known of a type that is not known otherwise.</summary>
/// <param name="Inputs">Its inputs in their order.</param>
/// <param name="Outputs">Its outputs in their order.</param>
internal sealed record SavedSockets(IReadOnlyList<(string Name, string Type)> Inputs, IReadOnlyList<(string Name, string Type)> Outputs)
{
    /// <summary>Those that stand with the node; null where none do.</summary>
    public static SavedSockets? Of(NodeEntry node)
    {
        foreach (var (name, value) in node.Rest)
        {
            if (name == Kept.Field && value.Items("outputs") is { Count: > 0 })
            {
                var (inputs, outputs) = (UiForm.ReadSockets(value.Field("inputs")), UiForm.ReadSockets(value.Field("outputs")));
                return new SavedSockets([.. inputs.Select(socket => (socket.Name, socket.Type))], [.. outputs.Select(socket => (socket.Name, socket.Type))]);
            }
        }

        return null;
    }
}
