namespace MySpinBot.Checkpoints;

/// <summary>Numbers of tensors as .NET's own types.</summary>
public static class TensorReading
{
    /// <summary>The tensor of this name.</summary>
    /// <exception cref="CheckpointException">There is none; the sentence names those that are most alike.</exception>
    public static TensorEntry Get(this ITensors tensors, string name) => throw new NotSupportedException();

    /// <summary>A tensor's numbers as floats, converted from whatever floating-point or whole type they have.</summary>
    public static float[] ReadFloats(this ITensors tensors, TensorEntry entry) => throw new NotSupportedException();

    /// <summary>As <see cref="ReadFloats(ITensors,TensorEntry)"/>, by name.</summary>
    public static float[] ReadFloats(this ITensors tensors, string name)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors.ReadFloats(tensors.Get(name));
    }
}
