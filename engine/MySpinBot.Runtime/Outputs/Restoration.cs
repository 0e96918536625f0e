namespace MySpinBot.Runtime.Outputs;

/// <summary>What became of a file of an earlier result.</summary>
internal enum Restoration
{
    /// <summary>Its bytes are gone, and it does not stand there.</summary>
    Gone,

    /// <summary>It stood there all the time.</summary>
    WasThere,

    /// <summary>It was put back.</summary>
    PutBack,
}
