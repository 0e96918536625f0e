namespace MySpinBot.Client.Generation.Shapes;

/// <summary>A type of the client.</summary>
internal abstract record Shape(string Name, string? Summary);

/// <summary>An object.</summary>
internal sealed record RecordShape(string Name, string? Summary, IReadOnlyList<PropertyShape> Properties) : Shape(Name, Summary)
{
    /// <summary>The union that it is one of; null for none.</summary>
    public string? Union { get; init; }
}

/// <summary>A field of an object.</summary>
/// <param name="Json">Its name in JSON.</param>
/// <param name="Name">Its name in C#.</param>
/// <param name="Type">Its type in C#, without the question mark.</param>
/// <param name="IsRequired">Whether it is always there.</param>
/// <param name="Summary">What it is.</param>
internal sealed record PropertyShape(string Json, string Name, string Type, bool IsRequired, string? Summary);

/// <summary>One of some texts.</summary>
internal sealed record EnumShape(string Name, string? Summary, IReadOnlyList<(string Json, string Name)> Members) : Shape(Name, Summary);

/// <summary>One of some objects, told apart by a field.</summary>
internal sealed record UnionShape(string Name, string? Summary, string Field, IReadOnlyList<(string Value, string Type)> Cases) : Shape(Name, Summary);
