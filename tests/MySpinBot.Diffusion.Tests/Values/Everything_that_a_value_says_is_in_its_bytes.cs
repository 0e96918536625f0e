using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Values;

/// <summary>Values are made of chance with every property set, whatever properties there are, so that one that a codec forgets is found.</summary>
public sealed class Everything_that_a_value_says_is_in_its_bytes
{
    public static TheoryData<string> Codecs => [.. All.Keys];

    private static Dictionary<string, object> All { get; } = typeof(LatentCodec).Assembly.GetTypes()
        .Where(type => type.GetInterfaces().Any(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IValueCodec<>)))
        .ToDictionary(type => type.Name, type => Activator.CreateInstance(type)!);

    [Fact]
    public void Every_socket_has_a_codec()
    {
        var sockets = typeof(LatentCodec).Assembly.GetTypes().Where(type => type.GetCustomAttribute<SocketAttribute>() is not null).ToList();

        sockets.Count.ShouldBeGreaterThan(10);
        sockets.ShouldAllBe(socket => All.Values.Any(codec => ValueOf(codec) == socket));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void It_comes_back_as_it_was(string name)
    {
        var codec = All[name];
        for (var seed = 0; seed < 20; seed++)
        {
            var value = new Chance(seed).Of(ValueOf(codec))!;
            var bytes = Encode(codec, value);
            var back = Decode(codec, bytes);

            Differences(value, back, name).ShouldBeEmpty();
            Encode(codec, back).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Bytes_that_are_cut_off_or_go_on_are_refused(string name)
    {
        var codec = All[name];
        var bytes = Encode(codec, new Chance(1).Of(ValueOf(codec))!);
        for (var length = 0; length < bytes.Length; length += 1 + (bytes.Length / 300))
        {
            Should.Throw<InvalidDataException>(() => Decode(codec, bytes[..length]), $"{length} of {bytes.Length}");
        }

        Should.Throw<InvalidDataException>(() => Decode(codec, [.. bytes, 0]));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Bytes_that_are_damaged_are_refused_or_are_another_value(string name)
    {
        var codec = All[name];
        var random = new Random(7);
        var bytes = Encode(codec, new Chance(2).Of(ValueOf(codec))!);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 150; i++)
        {
            var damaged = bytes.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)(random.Next(3) switch { 0 => 255, 1 => 127, _ => random.Next(256) });
            try
            {
                Encode(codec, Decode(codec, damaged)).AsSpan().SequenceEqual(damaged).ShouldBeTrue($"damaged to {Convert.ToHexString(damaged)}");
            }
            catch (InvalidDataException)
            {
                // Refused, as it should be where the bytes are of no value.
            }
        }

        // Lengths that lie allocate no more than there are bytes for, and some.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(150L * (1 << 19));
    }

    private static Type ValueOf(object codec) => codec.GetType().GetInterfaces().Single(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IValueCodec<>)).GetGenericArguments()[0];

    private static byte[] Encode(object codec, object value)
    {
        var bytes = new MemoryStream();
        Call(codec, "Encode", value, bytes);
        return bytes.ToArray();
    }

    private static object Decode(object codec, byte[] bytes) => Call(codec, "Decode", new MemoryStream(bytes))!;

    private static object? Call(object codec, string method, params object[] arguments)
        => codec.GetType().GetMethod(method)!.Invoke(codec, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static IEnumerable<string> Differences(object? one, object? other, string path)
    {
        if (one is null || other is null || one.GetType() != other.GetType())
        {
            return one is null && other is null ? [] : [$"{path}: {one?.GetType().Name ?? "nothing"} and {other?.GetType().Name ?? "nothing"}"];
        }

        if (one is Embedding or Latent or Mask)
        {
            var (a, b) = (Numbers(one), Numbers(other));
            var rest = one is Latent first && other is Latent second
                ? Differences(first.NoiseMask, second.NoiseMask, $"{path}.NoiseMask").Concat(Differences(first.BatchIndex, second.BatchIndex, $"{path}.BatchIndex")).Concat(first.Shape == second.Shape ? [] : [$"{path}.Shape"]) : [];
            return (a.SequenceEqual(b) ? [] : (string[])[path]).Concat(rest);
        }

        if (one is not string && one is IEnumerable these && other is IEnumerable those)
        {
            var (a, b) = (these.Cast<object?>().ToList(), those.Cast<object?>().ToList());
            return a.Count != b.Count ? [$"{path}: {a.Count} and {b.Count}"] : a.Zip(b).SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{path}[{i}]"));
        }

        return one.GetType().GetMethod("<Clone>$") is null ? one.Equals(other) ? [] : [$"{path}: {one} and {other}"]
            : one.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0).SelectMany(property => Differences(property.GetValue(one), property.GetValue(other), $"{path}.{property.Name}"));
    }

    private static int[] Numbers(object value) => [.. (value switch { Embedding embedding => embedding.Values.ToArray(), Latent latent => latent.Values.ToArray(), Mask mask => mask.Values.ToArray(), _ => [] }).Select(BitConverter.SingleToInt32Bits)];

    /// <summary>Values of any type, no two of their parts alike if it can be helped, and every property set.</summary>
    private sealed class Chance(int seed)
    {
        private static readonly NullabilityInfoContext Nullability = new();
        private readonly Random _random = new(seed);

        public object? Of(Type type, string name = "")
        {
            if (Nullable.GetUnderlyingType(type) is { } under)
            {
                return _random.Next(3) == 0 ? null : Of(under, name);
            }

            // A seed of zeros would look like one that is not there.
            return type switch
            {
                _ when type == typeof(bool) => _random.Next(2) == 1,
                _ when type == typeof(int) => name == "UsualStop" ? -_random.Next(1, 5) : _random.Next(1, 60),
                _ when type == typeof(long) => _random.NextInt64(1, long.MaxValue),
                _ when type == typeof(ulong) => (ulong)_random.NextInt64(1, long.MaxValue) * 2,
                _ when type == typeof(double) => _random.NextDouble() * 100,
                _ when type == typeof(float) => _random.NextSingle(),
                _ when type == typeof(string) => string.Concat(Enumerable.Range(0, _random.Next(1, 12)).Select(_ => "abc_äß漢🎈".EnumerateRunes().ElementAt(_random.Next(8)))),
                _ when type.IsEnum => Enum.GetValues(type).GetValue(_random.Next(Enum.GetValues(type).Length)),
                _ when type == typeof(ContentId) => ContentId.Of(Bytes(8)),
                _ when type == typeof(Mask) => Mask.Own(2, 3, 1, Floats(6)),
                _ when type == typeof(Embedding) => Embedding.Own(1, 3, 2, Floats(6)),
                _ when type == typeof(Latent) => Latent.Own(new LatentShape(2, 2, 1, 3), Floats(12)).WithNoiseMask(_random.Next(2) == 0 ? null : Mask.Own(1, 2, 2, Floats(4))).WithBatchIndex(_random.Next(2) == 0 ? [] : [_random.Next(), 0]),
                _ when type == typeof(ImmutableSortedDictionary<string, double>) => Enumerable.Range(0, _random.Next(4)).ToImmutableSortedDictionary(i => $"option_{i}", _ => _random.NextDouble(), StringComparer.Ordinal),
                _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) => Array(type.GetGenericArguments()[0]),
                _ when type.IsAbstract => Of(Kinds(type)[_random.Next(Kinds(type).Length)]),
                _ => Record(type),
            };
        }

        private static Type[] Kinds(Type type) => [.. type.Assembly.GetTypes().Where(each => each.IsSubclassOf(type) && !each.IsAbstract)];

        private object Record(Type type)
        {
            var constructor = type.GetConstructors().MaxBy(each => each.GetParameters().Length)!;
            var value = constructor.Invoke([.. constructor.GetParameters().Select(parameter => MayBeNull(Nullability.Create(parameter)) ? null : Of(parameter.ParameterType, parameter.Name!))]);
            foreach (var property in type.GetProperties().Where(property => property.SetMethod is { IsPublic: true } set && set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))))
            {
                property.SetValue(value, MayBeNull(Nullability.Create(property)) ? null : Of(property.PropertyType, property.Name));
            }

            return value;
        }

        private bool MayBeNull(NullabilityInfo info) => info.ReadState == NullabilityState.Nullable && _random.Next(3) == 0;

        private object Array(Type element)
        {
            var items = System.Array.CreateInstance(element, _random.Next(1, 4));
            for (var i = 0; i < items.Length; i++)
            {
                items.SetValue(Of(element), i);
            }

            return typeof(ImmutableArray).GetMethods().Single(method => method.Name == "Create" && method.GetParameters() is [{ ParameterType.IsArray: true }]).MakeGenericMethod(element).Invoke(null, [items])!;
        }

        private byte[] Bytes(int count)
        {
            var bytes = new byte[count];
            _random.NextBytes(bytes);
            return bytes;
        }

        private float[] Floats(int count) => [.. Enumerable.Range(0, count).Select(_ => (_random.NextSingle() * 4) - 2)];
    }
}
