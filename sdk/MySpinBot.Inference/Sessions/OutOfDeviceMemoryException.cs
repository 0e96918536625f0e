namespace MySpinBot.Inference;

/// <summary>A device had no room for a run, whatever the ledger said. A call that ends with it is tried once more by the engine, alone.</summary>
public sealed class OutOfDeviceMemoryException : OutOfMemoryException
{
    /// <summary>Says how much was wanted where, if that is known.</summary>
    public OutOfDeviceMemoryException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
