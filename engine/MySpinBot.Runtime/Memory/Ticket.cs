using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Memory;

/// <summary>Somebody who waits at the shelf.</summary>
/// <param name="request">What is wanted.</param>
/// <param name="load">Loads the model; null for working memory.</param>
/// <param name="author">The code that loads it, as its author wrote it; null for working memory.</param>
internal sealed class Ticket(ShelfRequest request, Func<CancellationToken, Task<LoadedModel>>? load, Delegate? author)
{
    public ShelfRequest Request { get; } = request;

    public Func<CancellationToken, Task<LoadedModel>>? Load { get; } = load;

    public Delegate? Author { get; } = author;

    /// <summary>Ends with the model (null for working memory) when the request is granted.</summary>
    public TaskCompletionSource<object?> Served { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A ticket for a model.</summary>
    public static Ticket For<T>(ShelfRequest request, ModelRecipe<T> recipe)
        where T : class
        => new(
            request,
            async stop => await recipe.Load(stop) is { Model: not null } resident
                ? new LoadedModel(resident.Model, Math.Max(0, resident.Bytes), resident.Evict)
                : throw new NodeFailure($"Loading {recipe.Title} gave nothing."),
            recipe.Load);
}

/// <summary>What a load gave.</summary>
/// <param name="Model">The model.</param>
/// <param name="Bytes">What it takes.</param>
/// <param name="Evict">Frees it.</param>
internal sealed record LoadedModel(object Model, long Bytes, Func<ValueTask> Evict);
