namespace MySpinBot.Sdk;

/// <summary>Says more about an input than its C# declaration can. Limits are given with
/// <see cref="System.ComponentModel.DataAnnotations.RangeAttribute"/>.</summary>
/// <remarks>An input is named after its parameter in snake_case: <c>filenamePrefix</c> becomes <c>filename_prefix</c>. It is optional where its type
/// may be null or it has a default (a lazy input: where it has a default). A list is declared as <c>IReadOnlyList&lt;T&gt;</c>; then the whole list comes in one call.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class InputAttribute : Attribute
{
    /// <summary>Name in documents, where the parameter's own (in snake_case) is not wanted.</summary>
    public string? Name { get; set; }

    /// <summary>Step of the number field; 0 leaves it to the editor.</summary>
    public double Step { get; set; }

    /// <summary>Whether a text field has several lines.</summary>
    public bool Multiline { get; set; }

    /// <summary>Whether the value is a socket only and has no field.</summary>
    public bool SocketOnly { get; set; }

    /// <summary>Whether the field is hidden until advanced settings are asked for.</summary>
    public bool Advanced { get; set; }

    /// <summary>Whether the number is a seed: the editor offers fixed, increment, random.</summary>
    public bool Seed { get; set; }

    /// <summary>Whether the text is a colour, <c>#rrggbb</c>.</summary>
    public bool Color { get; set; }

    /// <summary>Whether the node's validate method alone decides about constants: limits and choices are shown to people, and the engine does not check them.</summary>
    public bool SelfChecked { get; set; }

    /// <summary>Socket type, where the C# type does not say enough: <c>"INT,FLOAT"</c> for a union.</summary>
    public string? Type { get; set; }
}

/// <summary>The values that a text input may have. For an enum parameter they are its members.</summary>
/// <param name="values">The values, in the order the editor shows.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ChoicesAttribute(params string[] values) : Attribute
{
    /// <summary>The values.</summary>
    public IReadOnlyList<string> Values { get; } = values;
}

/// <summary>The name in documents of an enum member that is a choice.</summary>
/// <param name="value">The name.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ChoiceAttribute(string value) : Attribute
{
    /// <summary>The name.</summary>
    public string Value { get; } = value;
}

/// <summary>An input that is made only if the node's ask method wants it; null until then, so its type may be null. A graph must link it, unless it has a default (<c>= null</c>).</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class LazyAttribute : Attribute;

/// <summary>A file that a <see cref="FileReference"/> input names, chosen from a folder.</summary>
/// <param name="folder"><c>input</c>, or the name of a models folder such as <c>checkpoints</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FileFromAttribute(string folder) : Attribute
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>Kinds of file shown, such as <c>.png,.jpg</c>; all where it is not given.</summary>
    public string? Extensions { get; set; }
}

/// <summary>A parameter that the host fills and no document names.</summary>
/// <param name="value">What it gets.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HiddenAttribute(HiddenValue value) : Attribute
{
    /// <summary>What it gets.</summary>
    public HiddenValue Value { get; } = value;
}

/// <summary>What the host can give to a hidden parameter.</summary>
public enum HiddenValue
{
    /// <summary>The node's id in the document (string). The id then joins the node's key.</summary>
    NodeId,

    /// <summary>The graph as it was submitted, in ComfyUI's API format (<see cref="System.Text.Json.JsonElement"/>). It does not join the key.</summary>
    Prompt,

    /// <summary>The whole document as it was submitted (<see cref="System.Text.Json.JsonElement"/>), for embedding. It does not join the key.</summary>
    Document,

    /// <summary>What is to be embedded in saved files beside the prompt, each member under its own name (<see cref="System.Text.Json.JsonElement"/>, an object): what ComfyUI's programs
    /// hand in as <c>extra_pnginfo</c>, else the document as <c>workflow</c>. It does not join the key.</summary>
    ExtraPngInfo,
}
