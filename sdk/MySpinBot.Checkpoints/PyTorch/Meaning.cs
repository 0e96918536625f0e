namespace MySpinBot.Checkpoints.PyTorch;

/// <summary>What a name of Python's stands for here.</summary>
internal enum Meaning
{
    /// <summary>An object of which only its data is kept.</summary>
    Record,

    /// <summary>A value that is only named: <c>torch.float16</c>.</summary>
    Name,

    /// <summary>A dictionary, ordered or with defaults.</summary>
    Dict,

    /// <summary>A dictionary of parameters: a module that is nothing else.</summary>
    ParameterDict,

    /// <summary>A list, set or tuple of one sequence.</summary>
    Sequence,

    /// <summary><c>_codecs.encode</c>: how protocol 2 writes bytes.</summary>
    Encode,

    /// <summary><c>copyreg._reconstructor</c>: an object without arguments.</summary>
    Reconstruct,

    /// <summary>Numbers of a tensor.</summary>
    Storage,

    /// <summary>A view of a storage.</summary>
    Tensor,

    /// <summary>A view of a storage that states its own type.</summary>
    TypedTensor,

    /// <summary>A tensor that is trained.</summary>
    Parameter,

    /// <summary>A tensor of a named class.</summary>
    TensorOfClass,

    /// <summary>A number of NumPy's.</summary>
    NumpyScalar,

    /// <summary>An array of NumPy's, empty until it is built.</summary>
    NumpyArray,

    /// <summary>A type of NumPy's.</summary>
    NumpyType,
}
