using System.Globalization;
using System.Text.Json;

namespace MySpinBot.Sdk;

/// <summary>Takes what the host carries (long, double, string, bool, …) as what a parameter declares (int, float, an enum's choice, …).</summary>
internal static class InputConversion
{
    public static T To<T>(object? value, string name)
    {
        if (value is T already)
        {
            return already;
        }

        var wanted = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (value is null)
        {
            return default(T) is null ? default! : throw Mismatch(name, wanted, "nothing");
        }

        return (T)Convert(value, wanted, name);
    }

    private static object Convert(object value, Type wanted, string name)
    {
        if (wanted == typeof(int) && value is long whole)
        {
            return whole is >= int.MinValue and <= int.MaxValue
                ? (int)whole
                : throw new NodeFailure($"Input '{name}' is {whole.ToString(CultureInfo.InvariantCulture)}, which does not fit into 32 bits.");
        }

        return (wanted, value) switch
        {
            ({ } t, long number) when t == typeof(double) => (double)number,
            ({ } t, long number) when t == typeof(float) => (float)number,
            ({ } t, double number) when t == typeof(float) => (float)number,
            ({ } t, long number) when t == typeof(ulong) => unchecked((ulong)number),
            ({ } t, int number) when t == typeof(long) => (long)number,
            ({ } t, int number) when t == typeof(double) => (double)number,
            ({ } t, float number) when t == typeof(double) => (double)number,
            ({ } t, string text) when t == typeof(JsonElement) => JsonSerializer.SerializeToElement(text),
            ({ } t, long number) when t == typeof(JsonElement) => JsonSerializer.SerializeToElement(number),
            ({ } t, double number) when t == typeof(JsonElement) => JsonSerializer.SerializeToElement(number),
            ({ } t, bool flag) when t == typeof(JsonElement) => JsonSerializer.SerializeToElement(flag),
            _ => throw Mismatch(name, wanted, value.GetType().Name),
        };
    }

    private static NodeFailure Mismatch(string name, Type wanted, string given) => new($"Input '{name}' takes {wanted.Name} and was given {given}.");
}
