using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace MySpinBot.ComfyPack;

/// <summary>Nodes that wait in one way or another: while they are checked, asked or run.</summary>
public static class Asynchronous
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);
    private static readonly ConcurrentDictionary<string, bool> InUse = new(StringComparer.Ordinal);
    private static readonly SemaphoreSlim Two = new(2);

    /// <summary>Is checked by somebody who takes his time.</summary>
    [Node("TestAsyncValidation", Title = "Test Async Validation", Category = "_for_testing/async", Validate = nameof(FaultsAsync))]
    public static Image Validated(double value = 5, double threshold = 10) => Pixels.Even(value / 10);

    internal static async Task<IEnumerable<InputFault>> FaultsAsync(double? value, double? threshold)
    {
        await Task.Delay(Moment);
        return value > threshold ? [new InputFault("value", string.Create(CultureInfo.InvariantCulture, $"'value' is {value}, more than the threshold of {threshold}."))] : [];
    }

    /// <summary>Fails after a while.</summary>
    [Node("TestAsyncError", Title = "Test Async Error", Category = "_for_testing/async", Lane = Lane.Async)]
    public static async Task<object?> FailAsync(object value, CancellationToken cancellation, [Range(0, 10), Input(Name = "error_after")] double errorAfter = 0.1)
    {
        await Task.Delay(TimeSpan.FromSeconds(errorAfter), cancellation);
        throw new InvalidOperationException("Intentional async execution error for testing");
    }

    /// <summary>Is checked by somebody who takes his time, and does not like much.</summary>
    [Node("TestAsyncValidationError", Title = "Test Async Validation Error", Category = "_for_testing/async", Validate = nameof(RangeFaultsAsync))]
    public static Image ValidatedAgain(double value = 5, [Input(Name = "max_value")] double maxValue = 10) => Pixels.Even(value / maxValue);

    internal static async ValueTask<IEnumerable<InputFault>> RangeFaultsAsync(double? value, double? maxValue)
    {
        await Task.Delay(Moment);
        return value > maxValue ? [new InputFault("value", string.Create(CultureInfo.InvariantCulture, $"'value' is {value}, more than {maxValue}."))] : [];
    }

    /// <summary>Gives up if its work takes too long.</summary>
    [Node("TestAsyncTimeout", Title = "Test Async Timeout", Category = "_for_testing/async", Lane = Lane.Async)]
    public static async Task<object?> GiveUpAsync(
        object value, CancellationToken cancellation, [Range(0.1, 10)] double timeout = 1, [Range(0.1, 10), Input(Name = "operation_time")] double operationTime = 2)
    {
        await Task.Delay(TimeSpan.FromSeconds(Math.Min(timeout, operationTime)), cancellation);
        return operationTime <= timeout ? value : throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"Operation timed out after {timeout} seconds"));
    }

    /// <summary>Fails at once.</summary>
    [Node("TestSyncError", Title = "Test Sync Error", Category = "_for_testing/async")]
    public static object? Fail(object value) => throw new InvalidOperationException("Intentional sync execution error for testing");

    /// <summary>Takes its time to say what it wants.</summary>
    [Node("TestAsyncLazyCheck", Title = "Test Async Lazy Check", Category = "_for_testing/async", Ask = nameof(WantedAsync))]
    public static Image Choose([Lazy] object? input1, [Lazy] object? input2, bool condition = true) => Pixels.Even(1);

    internal static async Task<IEnumerable<string>> WantedAsync(bool condition, object? input1, object? input2)
    {
        await Task.Delay(Moment);
        return (condition ? input1 : input2) is null ? [condition ? "input1" : "input2"] : [];
    }

    /// <summary>Uses something that only one may use at a time.</summary>
    [Node("TestAsyncResourceUser", Title = "Test Async Resource User", Category = "_for_testing/async", Lane = Lane.Async)]
    public static async Task<object?> UseAsync(
        object value, CancellationToken cancellation, [Input(Name = "resource_id")] string resource = "resource_0", [Range(0, 1)] double duration = 0.1)
    {
        if (!InUse.TryAdd(resource, true))
        {
            throw new InvalidOperationException($"Resource {resource} is already in use!");
        }

        try
        {
            await Task.Delay(TimeSpan.FromSeconds(duration), cancellation);
            return value;
        }
        finally
        {
            InUse.TryRemove(resource, out _);
        }
    }

    /// <summary>Inverts the pictures of a batch one by one.</summary>
    [Node("TestAsyncBatchProcessing", Title = "Test Async Batch Processing", Category = "_for_testing/async", Lane = Lane.Async)]
    public static async Task<Image> InvertAsync(
        Image images, [Hidden(HiddenValue.NodeId)] string? self, NodeContext context, [Range(0.01, 1), Input(Name = "process_time_per_item")] double timePerItem = 0.1)
    {
        ArgumentNullException.ThrowIfNull(context);
        for (var done = 1; done <= images.Batch; done++)
        {
            await Task.Delay(TimeSpan.FromSeconds(timePerItem), context.Time, context.Cancellation);
            context.Progress(done, images.Batch);
        }

        return Pixels.Inverted(images);
    }

    /// <summary>Lets two work at a time.</summary>
    [Node("TestAsyncConcurrentLimit", Title = "Test Async Concurrent Limit", Category = "_for_testing/async", Lane = Lane.Async)]
    public static async Task<object?> TakeTurnsAsync(object value, CancellationToken cancellation, [Range(0.1, 2)] double duration = 0.5, [Input(Name = "node_id")] long number = 0)
    {
        await Two.WaitAsync(cancellation);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(duration), cancellation);
            return value;
        }
        finally
        {
            Two.Release();
        }
    }
}
