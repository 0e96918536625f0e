namespace MySpinBot.Inference;

/// <summary>A device had no room for a run, whatever the ledger said.</summary>
public sealed class OutOfDeviceMemoryException : Exception
{
    /// <summary>Says how much was wanted where, if that is known.</summary>
    public OutOfDeviceMemoryException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
