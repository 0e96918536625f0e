using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Results;

/// <summary>A value by its content id.</summary>
/// <param name="Id">Content id. For a live value an id that no other value has; for a block the hash of its message.</param>
/// <param name="Kind">What it is.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ResultValue(ContentId Id, ResultKind Kind);

/// <summary>What a result is.</summary>
public enum ResultKind : byte
{
    /// <summary>Bytes that can be kept and read again.</summary>
    Stored,

    /// <summary>An object in this process's memory only.</summary>
    Live,

    /// <summary>No value: what hangs on it does not run.</summary>
    Blocked,
}
