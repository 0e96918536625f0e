namespace MySpinBot.Sdk;

/// <summary>Makes a public method a node. Parameters are its inputs, the return type its outputs, the XML doc its help.
/// A static method stands alone; an instance method gets an instance of its class, whose constructor takes services.</summary>
/// <remarks>The methods that <see cref="Ask"/>, <see cref="Fingerprint"/>, <see cref="Validate"/> and <see cref="Need"/> name belong to the same class and
/// are public or internal, static where the node is. They take any of the node's parameters by name and type. Where such a parameter may be null and
/// the node's may not, null says that the value is not known; otherwise an unknown value is the parameter's default. Those of <see cref="Ask"/>,
/// <see cref="Fingerprint"/> and <see cref="Validate"/> may also return a task of what they return.</remarks>
/// <param name="classType">The node's type name in documents, PascalCase, unique over all plugins.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeAttribute(string classType) : Attribute
{
    /// <summary>The node's type name in documents.</summary>
    public string ClassType { get; } = classType;

    /// <summary>What people read; the class type split into words where it is not given.</summary>
    public string? Title { get; set; }

    /// <summary>Place in the palette, <c>image/filter</c>.</summary>
    public string Category { get; set; } = "misc";

    /// <summary>Words people may search by, separated by commas.</summary>
    public string? Search { get; set; }

    /// <summary>Version of the node's inputs and meaning, rising by one with each change; see <see cref="MigrationAttribute"/>.</summary>
    public int Version { get; set; } = 1;

    /// <summary>How far the same inputs give the same outputs.</summary>
    public Repeatability Repeatability { get; set; } = Repeatability.Exact;

    /// <summary>What the call occupies while it runs.</summary>
    public Lane Lane { get; set; } = Lane.Cpu;

    /// <summary>How many slots of the cpu lane a call occupies.</summary>
    public int Slots { get; set; } = 1;

    /// <summary>Whether the node is an end in itself: a graph without named targets runs all of these.</summary>
    public bool IsOutput { get; set; }

    /// <summary>Whether it changes something outside the run (writes an output file, calls a service).</summary>
    public bool HasEffects { get; set; }

    /// <summary>Name of the method that says which lazy inputs are wanted: it takes any of the node's parameters by name,
    /// a <see cref="KnownInputs"/> if it likes, and returns the names wanted as <c>IEnumerable&lt;string&gt;</c>.</summary>
    public string? Ask { get; set; }

    /// <summary>Name of a method that takes any of the node's parameters (constants only; linked ones are null or their default)
    /// and returns a string that joins the node's key. A null means: never the same.</summary>
    public string? Fingerprint { get; set; }

    /// <summary>Name of a method that takes any of the node's parameters (constants only) and returns <c>IEnumerable&lt;InputFault&gt;</c>:
    /// what is wrong with them. If it takes a <see cref="LinkedTypes"/>, it also decides which types links may have, and the engine does not.</summary>
    public string? Validate { get; set; }

    /// <summary>Name of a method that takes any of the node's parameters and returns a <see cref="MemoryNeed"/>: what the call needs on a device.</summary>
    public string? Need { get; set; }

    /// <summary>Why the node should no longer be used, and what to use instead.</summary>
    public string? Deprecated { get; set; }

    /// <summary>Whether the node may still change without notice.</summary>
    public bool Experimental { get; set; }
}

/// <summary>How far the same inputs give the same outputs.</summary>
public enum Repeatability
{
    /// <summary>The same bytes everywhere.</summary>
    Exact,

    /// <summary>The same bytes on one machine; close ones elsewhere (floating point on another processor).</summary>
    SameMachine,

    /// <summary>Something else each time: runs always, and has no recipe key.</summary>
    Volatile,
}

/// <summary>What a call occupies while it runs.</summary>
public enum Lane
{
    /// <summary>Processor cores; as many slots as there are cores.</summary>
    Cpu,

    /// <summary>Disk and child processes; 64 slots.</summary>
    Io,

    /// <summary>Waiting, mostly: network, timers; 64 slots.</summary>
    Async,

    /// <summary>An accelerator; governed by the memory ledger, one call a device at a time.</summary>
    Device,

    /// <summary>Nothing else runs beside it.</summary>
    Exclusive,
}
