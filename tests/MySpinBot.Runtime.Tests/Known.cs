using System.Collections.Immutable;
using MySpinBot.Core.Results;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests;

/// <summary>Results that follow from a number, so that any process can tell whether what it finds is right. Every tenth value is large.</summary>
internal static class Known
{
    public static TraceKey Key(int number) => new(ContentId.Of(BitConverter.GetBytes(number)));

    public static string Text(int number) => number % 10 == 0 ? string.Concat(Enumerable.Repeat($"{number};", 40_000)) : $"value {number}";

    public static void Write(ResultCache cache, int number) => cache.Record(Key(number), Outputs(cache.Put(Text(number))));

    public static OutputsRecord Outputs(params ResultValue[] values) => new([.. values.Select(value => ImmutableArray.Create(value))]);

    /// <summary>Whether the record is there and its value is whole; throws where either is wrong.</summary>
    public static async Task<bool> IsThere(ResultCache cache, int number)
    {
        if (!cache.TryFind(Key(number), out var record))
        {
            return false;
        }

        var value = record.ShouldBeOfType<OutputsRecord>().Outputs.ShouldHaveSingleItem().ShouldHaveSingleItem();
        if (!cache.HasValue(value))
        {
            return false;
        }

        try
        {
            (await cache.GetAsync(value, default)).ShouldBe(Text(number));
            return true;
        }
        catch (ValueMissingException)
        {
            cache.HasValue(value).ShouldBeFalse();
            return false;
        }
    }
}
