using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MySpinBot.Checkpoints.Tests.PyTorch;

/// <summary>Writes a pickle instruction by instruction, the wrong ones too.</summary>
internal sealed class PickleBytes
{
    private readonly List<byte> _bytes = [];

    public PickleBytes() => Raw(0x80, 2);

    public PickleBytes Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleBytes Op(char op) => Raw((byte)op);

    public PickleBytes Global(string module, string name) => Op('c').Raw(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));

    public PickleBytes Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return Op('X').Raw(length).Raw(bytes);
    }

    public PickleBytes Whole(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return Raw(0x8A, 8).Raw(bytes);
    }

    public PickleBytes Wholes(params long[] numbers)
    {
        Op('(');
        foreach (var number in numbers)
        {
            Whole(number);
        }

        return Op('t');
    }

    /// <summary>A tensor of floats in the storage '0'.</summary>
    public PickleBytes Tensor(long stored, long offset, long[] shape, long[] strides, string storage = "FloatStorage")
        => Global("torch._utils", "_rebuild_tensor_v2").Op('(')
            .Op('(').Text("storage").Global("torch", storage).Text("0").Text("cpu").Whole(stored).Op('t').Op('Q')
            .Whole(offset).Wholes(shape).Wholes(strides).Raw(0x89).Global("collections", "OrderedDict").Op(')').Op('R').Op('t').Op('R');

    /// <summary>A dictionary with one entry, whose value is written by <paramref name="value"/>.</summary>
    public static PickleBytes Dict(string key, Func<PickleBytes, PickleBytes> value) => value(new PickleBytes().Op('}').Text(key)).Op('s');

    public byte[] End()
    {
        Op('.');
        return _bytes.ToArray();
    }

    /// <summary>The file that torch.save would write of it.</summary>
    public byte[] Zip(byte[]? numbers = null, CompressionLevel level = CompressionLevel.NoCompression, params (string Name, byte[] Bytes)[] more)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            (string, byte[])[] all = [("model/data.pkl", End()), .. numbers is null ? [] : new[] { ("model/data/0", numbers) }, .. more];
            foreach (var (name, bytes) in all)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }
        }

        return memory.ToArray();
    }
}
