using System.Text.Json;

namespace MySpinBot.Core.Documents.Comfy.Form;

/// <summary>A node as the front end saved it.</summary>
internal sealed class UiNode
{
    /// <summary>Never runs.</summary>
    public const int Never = 2;

    /// <summary>Is passed through.</summary>
    public const int Bypass = 4;

    private Dictionary<string, UiSocket>? _byName;

    public required string Id { get; init; }

    public required string Type { get; init; }

    /// <summary>0 runs; 1 and 3, which nothing sets, run too.</summary>
    public int Mode { get; init; }

    public string? Title { get; init; }

    public required IReadOnlyList<UiSocket> Inputs { get; init; }

    public required IReadOnlyList<UiSocket> Outputs { get; init; }

    /// <summary>Values of the widgets: by position, or an object by name; undefined where there are none.</summary>
    public JsonElement Values { get; init; }

    /// <summary>All of it.</summary>
    public JsonElement Json { get; init; }

    /// <summary>The name by which texts mean it: <c>%name.widget%</c>.</summary>
    public string? ReplaceName => Json.Field("properties").TextField("Node name for S&R");

    /// <summary>The input of this name, the first where there are several; null where there is none.</summary>
    public UiSocket? Input(string name)
    {
        if (_byName is null)
        {
            _byName = new Dictionary<string, UiSocket>(Inputs.Count, StringComparer.Ordinal);
            foreach (var input in Inputs)
            {
                _byName.TryAdd(input.Name, input);
            }
        }

        return _byName.GetValueOrDefault(name);
    }
}

/// <summary>An input or output of a node on the canvas.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; <c>*</c> where it has none.</param>
/// <param name="Link">For an input the link that ends there; null for none.</param>
/// <param name="Widget">Name of the field that it belongs to; null for one that only takes links.</param>
/// <param name="Position">Its position among the inputs or outputs of its node.</param>
internal sealed record UiSocket(string Name, string Type, string? Link, string? Widget, int Position);

/// <summary>A link from an output to an input.</summary>
/// <param name="From">The node that it comes from.</param>
/// <param name="FromSlot">Position of the output.</param>
/// <param name="To">The node that it goes to.</param>
/// <param name="ToSlot">Position of the input.</param>
/// <param name="Type">Type of what flows.</param>
internal sealed record UiLink(string From, int FromSlot, string To, int ToSlot, string Type);
