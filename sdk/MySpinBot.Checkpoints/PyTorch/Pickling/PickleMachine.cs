using System.Numerics;
using MySpinBot.Checkpoints.Files;

namespace MySpinBot.Checkpoints.PyTorch.Pickling;

/// <summary>Reads a pickle, which is a program for a stack machine, and executes nothing of Python's: functions are names, and what calling one would give is decided by <see cref="IPickleWorld"/>.
/// It never recurses; instructions are counted; a text is read only when all of it is there.</summary>
internal sealed class PickleMachine
{
    /// <summary>Instructions of one file: some sixty a tensor, so enough for the largest models with their optimizer.</summary>
    private const int MostInstructions = 8_000_000;

    private readonly ByteWindow _input;
    private readonly PickleText _text;
    private readonly IPickleWorld _world;
    private readonly PickleStack _stack;
    private int _instructions;

    private PickleMachine(ByteWindow input, IPickleWorld world)
    {
        (_input, _world) = (input, world);
        _text = new PickleText(input, Fault);
        _stack = new PickleStack(Fault);
    }

    /// <summary>Reads one pickle; the window then stands behind its end.</summary>
    public static object? Read(ByteWindow input, IPickleWorld world) => new PickleMachine(input, world).Run();

    private CheckpointException Fault(string what) => _world.Fault($"holds a pickle that is damaged: it {what}");

    private object? Run()
    {
        while (true)
        {
            if (++_instructions > MostInstructions)
            {
                throw Fault($"has more than {MostInstructions} instructions.");
            }

            var op = (PickleOp)_input.Byte();
            if (op == PickleOp.Stop)
            {
                return _stack.Pop();
            }

            if (!TryNumber(op) && !TryText(op) && !TryContainer(op) && !TryMemory(op) && !TryObject(op))
            {
                throw Fault($"has the instruction 0x{(byte)op:X2}, which is not read.");
            }
        }
    }

    private bool TryNumber(PickleOp op)
    {
        switch (op)
        {
            case PickleOp.None: _stack.Push(null); break;
            case PickleOp.NewTrue: _stack.Push(true); break;
            case PickleOp.NewFalse: _stack.Push(false); break;
            case PickleOp.BinInt: _stack.Push((long)_input.Int32()); break;
            case PickleOp.BinInt1: _stack.Push((long)_input.Byte()); break;
            case PickleOp.BinInt2: _stack.Push((long)_input.UInt16()); break;
            case PickleOp.BinFloat: _stack.Push(BitConverter.UInt64BitsToDouble(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(_input.UInt64()))); break;
            case PickleOp.Long1: _stack.Push(Whole(_input.Byte())); break;
            case PickleOp.Long4: _stack.Push(Whole(_input.Int32())); break;
            case PickleOp.Int: _stack.Push(_text.WholeLine(truths: true)); break;
            case PickleOp.Long: _stack.Push(_text.WholeLine(truths: false)); break;
            case PickleOp.Float: _stack.Push(_text.FloatLine()); break;
            default: return false;
        }

        return true;
    }

    private object Whole(int bytes)
    {
        if (bytes is < 0 or > PickleText.LongestNumber)
        {
            throw Fault($"states a whole number of {bytes} bytes.");
        }

        var number = new BigInteger(_input.Few(bytes));
        return PickleText.Small(number);
    }

    private bool TryText(PickleOp op)
    {
        switch (op)
        {
            case PickleOp.BinUnicode: _stack.Push(_text.Utf8(_input.UInt32())); break;
            case PickleOp.ShortBinUnicode: _stack.Push(_text.Utf8(_input.Byte())); break;
            case PickleOp.BinUnicode8: _stack.Push(_text.Utf8(_input.UInt64())); break;
            case PickleOp.Unicode: _stack.Push(_text.UnicodeLine()); break;
            case PickleOp.String: _stack.Push(_text.QuotedLine()); break;
            case PickleOp.BinString: _stack.Push(_text.Latin1(_input.UInt32())); break;
            case PickleOp.ShortBinString: _stack.Push(_text.Latin1(_input.Byte())); break;
            case PickleOp.BinBytes: _stack.Push(_text.Bytes(_input.UInt32())); break;
            case PickleOp.ShortBinBytes: _stack.Push(_text.Bytes(_input.Byte())); break;
            case PickleOp.BinBytes8 or PickleOp.ByteArray8: _stack.Push(_text.Bytes(_input.UInt64())); break;
            default: return false;
        }

        return true;
    }

    private bool TryContainer(PickleOp op)
    {
        switch (op)
        {
            case PickleOp.Mark: _stack.Mark(); break;
            case PickleOp.EmptyTuple: _stack.Push(Array.Empty<object?>()); break;
            case PickleOp.Tuple: _stack.Push(_stack.PopToMark()); break;
            case PickleOp.Tuple1: Tuple(1); break;
            case PickleOp.Tuple2: Tuple(2); break;
            case PickleOp.Tuple3: Tuple(3); break;
            case PickleOp.EmptyList or PickleOp.EmptySet: _stack.Push(new PickleList()); break;
            case PickleOp.List or PickleOp.FrozenSet: PushList(_stack.PopToMark()); break;
            case PickleOp.Append: Append([_stack.Pop()]); break;
            case PickleOp.Appends or PickleOp.AddItems: Append(_stack.PopToMark()); break;
            case PickleOp.EmptyDict: _stack.Push(new PickleDict()); break;
            case PickleOp.Dict: PushDict(_stack.PopToMark()); break;
            case PickleOp.SetItem: (var value, var key) = (_stack.Pop(), _stack.Pop()); SetItems([key, value]); break;
            case PickleOp.SetItems: SetItems(_stack.PopToMark()); break;
            default: return false;
        }

        return true;
    }

    private void Tuple(int count)
    {
        var items = new object?[count];
        for (var i = count - 1; i >= 0; i--)
        {
            items[i] = _stack.Pop();
        }

        _stack.Push(items);
    }

    private void PushList(object?[] items)
    {
        var list = new PickleList();
        list.Items.AddRange(items);
        _stack.Push(list);
    }

    private void PushDict(object?[] items)
    {
        _stack.Push(new PickleDict());
        SetItems(items);
    }

    private void Append(object?[] items)
    {
        switch (_stack.Top)
        {
            case PickleList list: list.Items.AddRange(items); break;
            case PickleRecord: break; // a subclass of list: its data is not looked at
            default: throw Fault("appends to what is no list.");
        }
    }

    private void SetItems(object?[] items)
    {
        if (items.Length % 2 != 0)
        {
            throw Fault("has a key without a value.");
        }

        switch (_stack.Top)
        {
            case PickleDict dict:
                for (var i = 0; i < items.Length; i += 2)
                {
                    dict.Pairs.Add(new(items[i], items[i + 1]));
                }

                break;
            case PickleRecord: break; // a subclass of dict
            default: throw Fault("puts items into what is no dictionary.");
        }
    }

    private bool TryMemory(PickleOp op)
    {
        switch (op)
        {
            case PickleOp.Protocol:
                if (_input.Byte() is var version and > 5)
                {
                    throw Fault($"is of protocol {version}; 0 to 5 are read.");
                }

                break;
            case PickleOp.Frame: _input.UInt64(); break; // says how much to read ahead, which the window does anyway
            case PickleOp.Pop: _stack.Discard(); break;
            case PickleOp.PopMark: _stack.PopToMark(); break;
            case PickleOp.Dup: _stack.Push(_stack.Top); break;
            case PickleOp.Get: _stack.Push(_stack.Get(_text.Index())); break;
            case PickleOp.BinGet: _stack.Push(_stack.Get(_input.Byte())); break;
            case PickleOp.LongBinGet: _stack.Push(_stack.Get(_input.UInt32())); break;
            case PickleOp.Put: _stack.Put(_text.Index()); break;
            case PickleOp.BinPut: _stack.Put(_input.Byte()); break;
            case PickleOp.LongBinPut: _stack.Put(_input.UInt32()); break;
            case PickleOp.Memoize: _stack.Memoize(); break;
            default: return false;
        }

        return true;
    }

    private bool TryObject(PickleOp op)
    {
        switch (op)
        {
            case PickleOp.Global: _stack.Push(_world.Find(_text.Line(), _text.Line())); break;
            case PickleOp.StackGlobal:
                var name = _stack.Pop() as string;
                _stack.Push(_stack.Pop() is string module && name is not null ? _world.Find(module, name) : throw Fault("names something by what is no text."));
                break;
            case PickleOp.Reduce or PickleOp.NewObj: (var given, var function) = (_stack.Pop(), _stack.Pop()); Call(function, given); break;
            case PickleOp.NewObjEx: _stack.Pop(); (given, function) = (_stack.Pop(), _stack.Pop()); Call(function, given); break;
            case PickleOp.Inst: var found = _world.Find(_text.Line(), _text.Line()); Call(found, _stack.PopToMark()); break;
            case PickleOp.Obj: var all = _stack.PopToMark(); Call(all.Length > 0 ? all[0] : null, all.Length > 0 ? all[1..] : all); break;
            case PickleOp.Build: var state = _stack.Pop(); _world.Build(_stack.Top, state); break;
            case PickleOp.PersistentId: _stack.Push(_world.Load(_text.Line())); break;
            case PickleOp.BinPersistentId: _stack.Push(_world.Load(_stack.Pop())); break;
            default: return false;
        }

        return true;
    }

    private void Call(object? function, object? arguments)
        => _stack.Push(function is PickleGlobal global && arguments is object?[] tuple ? _world.Call(global, tuple) : throw Fault("calls what is no function."));
}
