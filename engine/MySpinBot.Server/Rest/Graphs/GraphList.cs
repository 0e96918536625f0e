using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Security;
using MySpinBot.Storage.Graphs;

namespace MySpinBot.Server.Rest.Graphs;

/// <summary>GET /graphs: pages of graphs, found by what is said of them and by what they are made of. A page names the next one.</summary>
internal sealed class GraphList(GraphStore store)
{
    private const int MostOfAPage = 1_000;
    private const int MostWords = 20;
    private const int LongestWord = 200;

    private static readonly Dictionary<string, GraphOrder> Orders = new() { ["changed"] = GraphOrder.Changed, ["created"] = GraphOrder.Created, ["name"] = GraphOrder.Name };
    private static readonly Dictionary<string, bool> Directions = new() { ["asc"] = false, ["desc"] = true };
    private static readonly Dictionary<string, bool> Flags = new() { ["true"] = true, ["false"] = false };

    public Task ShowAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var order = parameters.Words("sort", Orders) is [var first, ..] ? first : GraphOrder.Changed;
        var filter = new GraphFilter
        {
            Owner = context.Owner(),
            Words = Words(parameters),
            Tags = parameters.Listed("tag", MostWords, LongestWord),
            NodeTypes = parameters.Listed("node_type", MostWords, LongestWord),
            IsTemplate = parameters.Words("template", Flags) is [var template, ..] ? template : null,
            IsDeleted = parameters.Flag("deleted"),
            Order = order,
            Descending = parameters.Words("order", Directions) is [var direction, ..] ? direction : order != GraphOrder.Name,
            After = parameters.Text("cursor", 2_000) is { } cursor ? Place(parameters, cursor) : null,
            Most = (int)parameters.Number("limit", 50, 1, MostOfAPage),
        };
        parameters.Check();
        var found = store.Reader.List(filter with { Most = filter.Most + 1 }); // one more tells whether there is a next page
        var page = found.Length > filter.Most ? found[..filter.Most] : found;
        var next = found.Length > filter.Most ? NextPage.Of(context, Cursor(page[^1], order)) : null;
        return PageAnswer.WriteAsync(context, "graphs", page, next, static (writer, graph) => GraphJson.Write(writer, graph));
    }

    /// <summary>The parameter <c>q</c>: words of which all are looked for.</summary>
    public static ImmutableArray<string> Words(Parameters parameters)
    {
        if (parameters.Text("q") is not { } text)
        {
            return [];
        }

        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length <= MostWords ? [.. words] : parameters.Wrong("q", text, $"at most {MostWords} words", ImmutableArray<string>.Empty);
    }

    /// <summary>Where a page ended, as the next one's parameter.</summary>
    public static string Cursor(StoredGraph last, GraphOrder order)
        => string.Create(CultureInfo.InvariantCulture, $"{last.Sequence}.{last.ChangedAt.ToUnixTimeMilliseconds()}.{(order == GraphOrder.Name ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last.Name)) : "")}");

    /// <summary>Where the page before ended.</summary>
    public static GraphPlace? Place(Parameters parameters, string cursor)
        => cursor.Split('.') is [var sequence, var changed, var name] && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && long.TryParse(changed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time) && Base64Url.IsValid(name)
            ? new GraphPlace(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(name)), time, last)
            : parameters.Wrong<GraphPlace?>("cursor", cursor, "what 'next' of the page before says", null);
}
