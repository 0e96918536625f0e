namespace MySpinBot.Checkpoints.PyTorch.Pickling;

/// <summary>What lies outside of a pickle. Whoever answers may refuse with a <see cref="CheckpointException"/>.</summary>
internal interface IPickleWorld
{
    /// <summary>A module's name, where it is allowed.</summary>
    PickleGlobal Find(string module, string name);

    /// <summary>What calling it with these arguments would give.</summary>
    object? Call(PickleGlobal function, object?[] arguments);

    /// <summary>Gives an object its state.</summary>
    void Build(object? target, object? state);

    /// <summary>What lies outside under this id.</summary>
    object? Load(object? id);

    CheckpointException Fault(string finding);
}
