using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Security;
using MySpinBot.Storage.Jobs;
using MySpinBot.Storage.Webhooks;

namespace MySpinBot.Server.Rest.Webhooks;

/// <summary>What was called, and how that went: /deliveries.</summary>
internal sealed class DeliveryRoutes(JobStore store)
{
    private const int MostOfAPage = 1_000;

    private static readonly Dictionary<string, DeliveryState> States = Enum.GetValues<DeliveryState>().ToDictionary(WebhookJson.Word);

    private readonly WebhookStore _webhooks = store.Webhooks;

    /// <summary>GET /deliveries: pages of calls, the latest first.</summary>
    public Task ListAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var filter = new DeliveryFilter
        {
            Owner = context.Owner(),
            Webhook = parameters.Id("webhook"),
            Job = parameters.Id("job"),
            States = parameters.Words("state", States),
            Before = parameters.Number("cursor", long.MaxValue, 1, long.MaxValue),
            Most = (int)parameters.Number("limit", 50, 1, MostOfAPage),
        };
        parameters.Check();
        var found = _webhooks.Calls(filter with { Most = filter.Most + 1 });
        var page = found.Length > filter.Most ? found[..filter.Most] : found;
        var next = found.Length > filter.Most ? Next(filter, page[^1].Sequence) : null;
        return PageAnswer.WriteAsync(context, "deliveries", page, next, static (writer, call) => WebhookJson.Write(writer, call));
    }

    /// <summary>GET /deliveries/{id}.</summary>
    public Task ShowAsync(HttpContext context) => AnswerAsync(context, StatusCodes.Status200OK, _webhooks.FindCall(Id(context), context.Owner()) ?? throw None(context));

    /// <summary>POST /deliveries/{id}/replay: has it called again, with the same id.</summary>
    public async Task ReplayAsync(HttpContext context)
    {
        BodyFields.Read(await RequestBody.ReadJsonAsync(context, 1 << 10)).Check();
        await AnswerAsync(context, StatusCodes.Status202Accepted, await _webhooks.ReplayAsync(Id(context), context.Owner()) ?? throw None(context));
    }

    private static Task AnswerAsync(HttpContext context, int status, Delivery call)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, status, call, static (writer, told) => WebhookJson.Write(writer, told));
    }

    private static string Next(DeliveryFilter filter, long last)
    {
        var next = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Addresses.Deliveries}?cursor={last}&limit={filter.Most}");
        if (filter.Webhook is { } webhook)
        {
            next.Append(CultureInfo.InvariantCulture, $"&webhook={webhook:D}");
        }

        if (filter.Job is { } job)
        {
            next.Append(CultureInfo.InvariantCulture, $"&job={job:D}");
        }

        return filter.States.IsEmpty ? next.ToString() : next.Append("&state=").AppendJoin(',', filter.States.Select(WebhookJson.Word)).ToString();
    }

    private static Guid Id(HttpContext context) => Guid.TryParse(Requests.Word(context, "id"), out var id) ? id : throw None(context);

    private static ServerRefusal None(HttpContext context)
        => new(RefusalKind.Missing, "unknown_delivery", $"There is no call {Core.Sentences.Shown.Name(Requests.Word(context, "id"))}. Stories of calls are kept for 30 days.");
}
