using MySpinBot.Checkpoints.PyTorch.Pickling;

namespace MySpinBot.Checkpoints.PyTorch;

/// <summary>The names of Python's that a checkpoint may use. Each is listed whole: no prefix, no pattern.</summary>
internal static class AllowList
{
    private static readonly Dictionary<string, TensorType> Types = new(StringComparer.Ordinal)
    {
        ["float32"] = TensorType.Float32, ["float"] = TensorType.Float32, ["float64"] = TensorType.Float64, ["double"] = TensorType.Float64, ["float16"] = TensorType.Float16, ["half"] = TensorType.Float16,
        ["bfloat16"] = TensorType.BFloat16, ["float8_e4m3fn"] = TensorType.Float8E4M3, ["float8_e5m2"] = TensorType.Float8E5M2,
        ["int64"] = TensorType.Int64, ["long"] = TensorType.Int64, ["int32"] = TensorType.Int32, ["int"] = TensorType.Int32, ["int16"] = TensorType.Int16, ["short"] = TensorType.Int16, ["int8"] = TensorType.Int8,
        ["uint8"] = TensorType.UInt8, ["uint16"] = TensorType.UInt16, ["uint32"] = TensorType.UInt32, ["uint64"] = TensorType.UInt64, ["bool"] = TensorType.Bool,
    };

    private static readonly Dictionary<string, TensorType?> Storages = new(StringComparer.Ordinal)
    {
        ["FloatStorage"] = TensorType.Float32, ["DoubleStorage"] = TensorType.Float64, ["HalfStorage"] = TensorType.Float16, ["BFloat16Storage"] = TensorType.BFloat16,
        ["LongStorage"] = TensorType.Int64, ["IntStorage"] = TensorType.Int32, ["ShortStorage"] = TensorType.Int16, ["CharStorage"] = TensorType.Int8, ["ByteStorage"] = TensorType.UInt8, ["BoolStorage"] = TensorType.Bool,
        ["UntypedStorage"] = null,
    };

    private static readonly Dictionary<string, PickleGlobal> Names = Build();

    /// <summary>A name that is allowed; null for any other.</summary>
    public static PickleGlobal? Find(string module, string name) => Names.GetValueOrDefault($"{module}.{name}");

    /// <summary>The type that a storage's class says; false where it is no storage. Null for bytes without a type.</summary>
    public static bool TryStorage(PickleGlobal global, out TensorType? type)
    {
        type = null;
        return global.Meaning == Meaning.Storage && Storages.TryGetValue(Last(global), out type);
    }

    /// <summary>The type that <c>torch.float16</c> and its like name.</summary>
    public static bool TryType(PickleGlobal global, out TensorType type)
    {
        type = default;
        return global.Name.StartsWith("torch.", StringComparison.Ordinal) && Types.TryGetValue(Last(global), out type);
    }

    private static string Last(PickleGlobal global) => global.Name[(global.Name.LastIndexOf('.') + 1)..];

    private static Dictionary<string, PickleGlobal> Build()
    {
        var names = new Dictionary<string, PickleGlobal>(StringComparer.Ordinal);
        Add(Meaning.Tensor, "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2");
        Add(Meaning.TypedTensor, "torch._utils._rebuild_tensor_v3");
        Add(Meaning.Parameter, "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state");
        Add(Meaning.TensorOfClass, "torch._tensor._rebuild_from_type_v2");
        Add(Meaning.Storage, [.. Storages.Keys.Select(name => $"torch.{name}"), .. Storages.Keys.Select(name => $"torch.cuda.{name}"), "torch.storage.UntypedStorage"]);
        Add(Meaning.Name, [.. Types.Keys.Select(name => $"torch.{name}"), "torch.Tensor", "torch.nn.parameter.Parameter", "torch.strided", "torch.contiguous_format", "torch.channels_last", "torch.preserve_format"]);
        Add(Meaning.Record, "torch.device", "torch.serialization._get_layout");
        Add(Meaning.Sequence, "torch.Size");
        Add(Meaning.ParameterDict, "torch.nn.modules.container.ParameterDict");
        Add(Meaning.Dict, "collections.OrderedDict", "collections.defaultdict", "collections.Counter");

        // Numbers, texts and containers of Python's own: under the names of Python 2 (protocol 2 writes those) and 3.
        foreach (var module in (string[])["builtins", "__builtin__"])
        {
            Add(Meaning.Sequence, [.. ((string[])["set", "frozenset", "list", "tuple"]).Select(name => $"{module}.{name}")]);
            Add(Meaning.Dict, $"{module}.dict");
            Add(Meaning.Record, [.. ((string[])["slice", "range", "xrange", "complex", "bytearray", "bytes", "int", "float", "bool", "str", "long", "unicode", "object"]).Select(name => $"{module}.{name}")]);
        }

        Add(Meaning.Encode, "_codecs.encode");
        Add(Meaning.Reconstruct, "copyreg._reconstructor", "copy_reg._reconstructor");

        // Settings of the training that trainers save beside the weights: PyTorch Lightning (with OmegaConf, as Stable Diffusion's files have it), argparse, pathlib, datetime.
        Add(
            Meaning.Record,
            "argparse.Namespace", "pathlib.Path", "pathlib.PosixPath", "pathlib.WindowsPath", "pathlib.PurePosixPath", "datetime.datetime", "datetime.timedelta", "typing.Any", "torch.torch_version.TorchVersion",
            "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint", "pytorch_lightning.callbacks.early_stopping.EarlyStopping", "pytorch_lightning.utilities.parsing.AttributeDict",
            "lightning.pytorch.callbacks.model_checkpoint.ModelCheckpoint", "lightning.pytorch.utilities.parsing.AttributeDict", "lightning_fabric.utilities.data.AttributeDict", "lightning.fabric.utilities.data.AttributeDict",
            "omegaconf.dictconfig.DictConfig", "omegaconf.listconfig.ListConfig", "omegaconf.base.ContainerMetadata", "omegaconf.base.Metadata", "omegaconf.nodes.AnyNode", "omegaconf.nodes.StringNode",
            "omegaconf.nodes.IntegerNode", "omegaconf.nodes.FloatNode", "omegaconf.nodes.BooleanNode");

        foreach (var module in (string[])["numpy.core.multiarray", "numpy._core.multiarray"])
        {
            Add(Meaning.NumpyScalar, $"{module}.scalar");
            Add(Meaning.NumpyArray, $"{module}._reconstruct");
        }

        Add(Meaning.NumpyType, "numpy.dtype");
        Add(Meaning.Name, "numpy.ndarray");
        return names;

        void Add(Meaning meaning, params string[] all)
        {
            foreach (var name in all)
            {
                names.Add(name, new PickleGlobal(name, meaning));
            }
        }
    }
}
